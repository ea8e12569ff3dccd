/** A word that stands before a value, such as `dir:sent`. */
export interface QueryField {
  readonly name: string;
  /** What may stand between it and the value. */
  readonly operators: readonly string[];
  /** All values that it may have; none where that is any text or number. */
  readonly values: readonly string[];
  /** Some of them, where others are possible, too. */
  readonly known?: readonly string[];
  readonly example: string;
  readonly says: string;
}

const COMPARE = [">=", "<=", "!=", ">", "<", "="] as const;

/** The fields of the language, in the order in which they are offered. */
export const FIELDS: readonly QueryField[] = [
  { name: "dir", operators: [":"], values: ["sent", "received"], example: "dir:sent", says: "direction" },
  {
    name: "kind",
    operators: [":", "="],
    values: [],
    known: ["ws", "sse", "stream", "http"],
    example: "kind:sse",
    says: "kind of connection, or what the protocol calls a message",
  },
  {
    name: "type",
    operators: [":"],
    values: ["text", "binary"],
    example: "type:binary",
    says: "type of payload",
  },
  { name: "size", operators: COMPARE, values: [], example: "size>1k", says: "size of the payload" },
  {
    name: "url",
    operators: [":", "="],
    values: [],
    example: "url:/prices",
    says: "address of the connection",
  },
  {
    name: "event",
    operators: [":", "="],
    values: [],
    example: "event:price",
    says: "what the application calls it: event, method",
  },
  {
    name: "channel",
    operators: [":", "="],
    values: [],
    example: "channel:/chat",
    says: "what it belongs to: namespace, topic, subscription",
  },
  { name: "id", operators: [":", "="], values: [], example: "id:42", says: "ID of the event" },
  {
    name: "proto",
    operators: [":", "="],
    values: [],
    example: "proto:socket.io",
    says: "protocol, or subprotocol",
  },
  { name: "note", operators: [":", "="], values: [], example: "note:slow", says: "what you have noted" },
  {
    name: "is",
    operators: [":"],
    values: [
      "message",
      "mark",
      "request",
      "reply",
      "unanswered",
      "heartbeat",
      "control",
      "error",
      "cut",
      "unfinished",
      "incomplete",
      "unheard",
      "derived",
      "marked",
      "pinned",
      "noted",
    ],
    example: "is:request",
    says: "what a row is",
  },
  { name: "rtt", operators: COMPARE, values: [], example: "rtt>100ms", says: "time to the reply" },
];

/** The field of this name, without regard to case. */
export function findField(name: string): QueryField | undefined {
  return FIELDS.find((it) => it.name === name.toLowerCase());
}
