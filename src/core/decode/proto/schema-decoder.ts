import { joinWords } from "../bytes/join-words.ts";
import type { ConnectionFacts, Decoder, Part, RawMessage } from "../decoder.ts";
import { protobuf } from "../protocols/protobuf.ts";
import { toProtobufTree } from "../values/protobuf-reading.ts";
import { readWireFields } from "../values/protobuf-wire.ts";
import type { ProtoSchema } from "./proto-schema.ts";
import { readWithSchema } from "./read-with-schema.ts";

/** The types of a connection's messages, by their full names; null: not known. */
export interface MessageTypes {
  readonly sent: string | null;
  readonly received: string | null;
}

/** A row looks into no larger message; its tree does. */
const MOST_ROW_BYTES = 256 * 1024;

/**
 * Protocol Buffers with their schema, in the place of the decoder that does without one. Which types messages have is what the reader has said
 * (`chosen`); else, for calls of gRPC and Connect, what the schema says of their path.
 */
export function createSchemaDecoder(schema: ProtoSchema, chosen: MessageTypes): Decoder<MessageTypes> {
  const isChosen = chosen.sent !== null || chosen.received !== null;
  const typesOf = (facts: ConnectionFacts) => (isChosen ? chosen : findMethodTypes(schema, facts.url));
  const typeOf = ({ received }: RawMessage, types: MessageTypes) => {
    const type = received ? types.received : types.sent;
    return type !== null && schema.messages.has(type) ? type : null;
  };
  return {
    id: protobuf.id,
    name: protobuf.name,
    possible: (facts) => protobuf.possible?.(facts) ?? true,
    hint(facts) {
      const { sent, received } = typesOf(facts);
      const names = [...new Set([sent, received])].filter((it) => it !== null).join(", ");
      if (names === "") return protobuf.hint?.(facts) ?? null;
      return isChosen
        ? { weight: 0.9, reason: `you said that its messages are ${names}` }
        : { weight: 0.9, reason: `by the schema this call has ${names}` };
    },
    vote(message, facts, types) {
      if (typeOf(message, types) === null) return protobuf.vote(message, facts, null);
      const { bytes, binary, cut } = message;
      if (!binary || cut || bytes.length === 0 || bytes.length > MOST_ROW_BYTES) return "silent";
      return readWireFields(bytes) === null ? "against" : "fits";
    },
    start: typesOf,
    decode(message, types) {
      const type = typeOf(message, types);
      if (type === null || !message.binary) return protobuf.decode(message, null);
      return [toPart(schema, type, message)];
    },
  };
}

function toPart(schema: ProtoSchema, type: string, { bytes, cut }: RawMessage): Part {
  const kind = protobuf.id;
  const short = type.slice(type.lastIndexOf(".") + 1);
  const tree = () => {
    const read = readWithSchema(schema, type, bytes);
    return read === null
      ? toProtobufTree(bytes, 0, bytes.length)
      : { ...read, text: joinWords(type, read.text) };
  };
  if (bytes.length > MOST_ROW_BYTES) return { kind, event: short, summary: short, tree };
  const fields = readWireFields(bytes);
  if (fields === null) {
    const problem = cut
      ? "it was not recorded whole"
      : `it is no ${type}, nor any message of Protocol Buffers`;
    return { kind, event: short, summary: short, problem };
  }
  const known = schema.messages.get(type)?.fields;
  const unknown = fields.filter(({ number }) => known?.has(number) !== true).length;
  const isOther = unknown * 2 > fields.length;
  return {
    kind,
    event: short,
    summary: joinWords(
      short,
      fields.length === 0 ? "(empty)" : (readWithSchema(schema, type, bytes)?.text ?? ""),
    ),
    problem: isOther ? `${unknown} of its ${fields.length} fields are not in ${type}` : null,
    tree,
  };
}

/** The types of a call, by the last two parts of its path (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md); servers may stand below another. */
export function findMethodTypes({ methods }: ProtoSchema, url: string): MessageTypes {
  const path = url.slice(0, 4000).replace(/[?#].*$/s, "");
  const [service, method] = path.split("/").slice(-2);
  const found = methods.get(`/${service}/${method}`);
  return { sent: found?.input ?? null, received: found?.output ?? null };
}
