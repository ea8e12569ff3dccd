import type { PlainKey } from "../text/say.ts";

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
  readonly says: PlainKey;
}

const COMPARE = [">=", "<=", "!=", ">", "<", "="] as const;
/** It is contained; it is all of it, without regard to case; letter for letter. */
const TEXT = [":", "=", "=="] as const;

/** The fields of the language, in the order in which they are offered. */
export const FIELDS: readonly QueryField[] = [
  { name: "dir", operators: [":"], values: ["sent", "received"], example: "dir:sent", says: "fieldDir" },
  {
    name: "kind",
    operators: TEXT,
    values: [],
    known: ["ws", "sse", "stream", "poll", "http"],
    example: "kind:sse",
    says: "fieldKind",
  },
  {
    name: "type",
    operators: [":"],
    values: ["text", "binary"],
    example: "type:binary",
    says: "fieldType",
  },
  { name: "size", operators: COMPARE, values: [], example: "size>1k", says: "fieldSize" },
  {
    name: "url",
    operators: TEXT,
    values: [],
    example: "url:/prices",
    says: "fieldUrl",
  },
  {
    name: "event",
    operators: TEXT,
    values: [],
    example: "event:price",
    says: "fieldEvent",
  },
  {
    name: "event-type",
    operators: TEXT,
    values: [],
    example: "event-type:price",
    says: "fieldEventType",
  },
  { name: "means", operators: TEXT, values: [], example: 'means="json error"', says: "fieldMeans" },
  {
    name: "channel",
    operators: TEXT,
    values: [],
    example: "channel:/chat",
    says: "fieldChannel",
  },
  {
    name: "method",
    operators: TEXT,
    values: [],
    known: ["GET", "POST"],
    example: "method:POST",
    says: "fieldMethod",
  },
  { name: "id", operators: TEXT, values: [], example: "id:42", says: "fieldId" },
  {
    name: "proto",
    operators: TEXT,
    values: [],
    example: "proto:socket.io",
    says: "fieldProto",
  },
  { name: "note", operators: TEXT, values: [], example: "note:slow", says: "fieldNote" },
  {
    name: "is",
    operators: [":"],
    values: [
      "message",
      "mark",
      "request",
      "reply",
      "unanswered",
      "underway",
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
    says: "fieldIs",
  },
  { name: "rtt", operators: COMPARE, values: [], example: "rtt>100ms", says: "fieldRtt" },
];

/** The field of this name, without regard to case. */
export function findField(name: string): QueryField | undefined {
  return FIELDS.find((it) => it.name === name.toLowerCase());
}
