import type { Bytes } from "../../units.ts";
import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { msgpackFormat } from "../values/msgpack-format.ts";
import { endOfBinaryValue } from "../values/value-format.ts";
import { toValueText } from "../values/value-text.ts";

/** What a message is by its first byte. */
const CODES: Readonly<Record<number, string>> = {
  10: "join",
  11: "error",
  12: "leave",
  13: "message",
  14: "state",
  15: "patch",
  16: "schema message",
  17: "bytes",
  18: "ping",
};
const JOIN = 10;
const ERROR = 11;
const LEAVE = 12;
const STATE = 14;
const PATCH = 15;
const PING = 18;

/** How a room's state is told: by schema, not at all, by differences of bytes. */
const SERIALIZERS: ReadonlySet<string> = new Set(["schema", "none", "fossil-delta"]);

const MOST_NAME: Bytes = 200;
const PRINTABLE = /^[\x20-\x7e]+$/;

interface Named {
  readonly name: string;
  readonly to: Bytes;
}

/**
 * Colyseus' rooms (https://github.com/colyseus/colyseus, `Protocol` of @colyseus/shared-types): a byte that says what it is; messages have a type
 * and MessagePack. State and patches need the room's schema, and are not read.
 */
export const colyseus: Decoder = {
  id: "colyseus",
  name: "Colyseus",
  hint: ({ url }) =>
    /^wss?:\/\/[^/]{1,300}(?:\/[^/?]{1,80}){2,4}\?(?:[^#]{0,200}&)?sessionId=[\w-]{6,40}(?:&|$)/.test(
      url.slice(0, 900),
    )
      ? { weight: 0.5, reason: "sessionId stands in the URL" }
      : null,
  vote(message): Vote {
    const { binary, bytes, received } = message;
    const code = bytes[0] ?? 0;
    if (!binary || CODES[code] === undefined) return "against";
    if (code === JOIN) return received ? (readJoin(bytes) === null ? "against" : "proof") : "silent";
    if (code === ERROR || code === LEAVE || code === PING) return "silent";
    if (code === STATE || code === PATCH) return received ? "silent" : "against";
    return typeOf(bytes) === null ? "against" : "alike";
  },
  decode(message) {
    const kind = message.binary ? CODES[message.bytes[0] ?? 0] : undefined;
    return kind === undefined ? null : [toPart(kind, message)];
  },
};

function toPart(kind: string, { bytes, received }: RawMessage): Part {
  const code = bytes[0] as number;
  if (code === JOIN) {
    const serializer = received ? readJoin(bytes) : null;
    return { kind, control: true, summary: joinWords(kind, serializer) };
  }
  if (code === STATE || code === PATCH) return { kind, summary: `${kind} (${bytes.length - 1} B)` };
  const type = code === ERROR || code === LEAVE || code === PING ? null : typeOf(bytes);
  return {
    kind,
    event: type?.name ?? null,
    control: code === LEAVE || code === PING,
    failed: code === ERROR,
    ...(type === null || type.to >= bytes.length
      ? { summary: joinWords(kind, type?.name ?? null) }
      : { summary: toSummary(type, bytes), carries: { bytes: bytes.subarray(type.to), binary: true } }),
  };
}

/** What is not one value of MessagePack alone (the client's objects are records of msgpackr) is told by its length. */
function toSummary({ name, to }: Named, bytes: Uint8Array): string {
  const isValue = endOfBinaryValue(msgpackFormat, bytes, to) === bytes.length;
  return joinWords(name, isValue ? toValueText(msgpackFormat, bytes, to) : `(${bytes.length - to} B)`);
}

/** The serializer of the state: after the token with which one may come back, each with its length before it. */
function readJoin(bytes: Uint8Array): string | null {
  const token = 2 + (bytes[1] ?? 0);
  const length = bytes[token] ?? 0;
  if (token >= bytes.length || token + 1 + length > bytes.length) return null;
  const serializer = textOf(bytes, token + 1, token + 1 + length);
  return PRINTABLE.test(textOf(bytes, 2, token)) && SERIALIZERS.has(serializer) ? serializer : null;
}

/** A message's type: a text or a small number of MessagePack. */
function typeOf(bytes: Uint8Array): Named | null {
  const first = bytes[1] ?? 0xc1;
  if (first < 0x80) return { name: String(first), to: 2 };
  const from = first === 0xd9 ? 3 : 2;
  const length = first === 0xd9 ? (bytes[2] ?? 0) : first >= 0xa0 && first < 0xc0 ? first - 0xa0 : 0;
  if (length === 0 || length > MOST_NAME || from + length > bytes.length) return null;
  const name = textOf(bytes, from, from + length);
  return PRINTABLE.test(name) ? { name, to: from + length } : null;
}
