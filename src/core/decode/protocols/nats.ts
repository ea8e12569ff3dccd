import type { Bytes } from "../../units.ts";
import { joinWords } from "../bytes/join-words.ts";
import { startOfText, textOf } from "../bytes/text-of.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { SUMMARY_BYTES, toOneLine } from "../json/json-text.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";

/** A control line is at most so long by the server's default; INFO and CONNECT are longer. */
const MOST_LINE: Bytes = 64 * 1024;

/** What stands in a line, and what is sent by whom. */
const LINE =
  /^(?:(INFO|CONNECT) +(\{.*\})|(PING|PONG|\+OK)|(-ERR) +('.{0,500}')|(SUB|UNSUB|PUB|HPUB|MSG|HMSG)((?: +[^\s]{1,4096}){1,5})) *$/;

interface Operation {
  readonly name: string;
  readonly words: readonly string[];
  readonly text: string;
  readonly from: Bytes;
  readonly payloadFrom: Bytes;
  readonly payloadTo: Bytes;
  readonly to: Bytes;
  readonly whole: boolean;
}

/** NATS (https://docs.nats.io/reference/reference-protocols/nats-protocol): operations, several in a message. Of one over several messages the first is read. */
export const nats: Decoder = {
  id: "nats",
  name: "NATS",
  vote(message): Vote {
    const operations = operationsOf(message);
    if (operations === null) return "against";
    const [first] = operations;
    if (first?.name === "INFO")
      return message.received && first.text.includes('"server_id"') ? "proof" : "against";
    if (first?.name === "CONNECT") return "proof";
    return first?.name === "PING" || first?.name === "PONG" || first?.name === "+OK" ? "silent" : "fits";
  },
  decode(message) {
    const operations = operationsOf(message);
    if (operations === null) return null;
    const parts = operations.map((it) => toPart(it, message));
    const end = operations.at(-1)?.to ?? 0;
    if (end < message.bytes.length) parts.push(toRestPart(end, message.bytes.length));
    return parts;
  },
};

function operationsOf({ bytes }: RawMessage): Operation[] | null {
  const operations: Operation[] = [];
  let at = 0;
  while (at < bytes.length && operations.length < MOST_PARTS) {
    const operation = readOperation(bytes, at);
    if (operation === null) return null;
    operations.push(operation);
    at = operation.to;
  }
  return operations.length === 0 ? null : operations;
}

function readOperation(bytes: Uint8Array, from: Bytes): Operation | null {
  const end = bytes.subarray(from, from + MOST_LINE).indexOf(0x0a);
  if (end < 1 || bytes[from + end - 1] !== 0x0d) return null;
  const found = LINE.exec(textOf(bytes, from, from + end - 1));
  if (found === null) return null;
  const name = found[1] ?? found[3] ?? found[4] ?? found[6] ?? "";
  const words = (found[7] ?? "").trim().split(/ +/);
  const to = from + end + 1;
  const text = found[2] ?? found[5] ?? "";
  if (!name.endsWith("PUB") && !name.endsWith("MSG")) {
    return { name, words, text, from, payloadFrom: to, payloadTo: to, to, whole: true };
  }
  const size = Number(words.at(-1));
  if (!Number.isSafeInteger(size) || size < 0) return null;
  const whole = to + size + 2 <= bytes.length;
  if (whole && (bytes[to + size] !== 0x0d || bytes[to + size + 1] !== 0x0a)) return null;
  const headers = name.startsWith("H") ? Number(words.at(-2)) : 0;
  if (!Number.isSafeInteger(headers) || headers < 0 || headers > size) return null;
  const payloadTo = Math.min(to + size, bytes.length);
  const payloadFrom = Math.min(to + headers, payloadTo);
  return { name, words, text, from, payloadFrom, payloadTo, to: whole ? to + size + 2 : bytes.length, whole };
}

function toPart(
  { name, words, text, from, payloadFrom, payloadTo, to, whole }: Operation,
  { bytes }: RawMessage,
): Part {
  const isData = name.endsWith("PUB") || name.endsWith("MSG");
  const subject = isData || name === "SUB" ? (words[0] ?? null) : null;
  const content = startOfText(bytes, payloadFrom, payloadTo, SUMMARY_BYTES);
  const said = isData
    ? content
    : name === "SUB" || name === "UNSUB"
      ? words.slice(subject ? 1 : 0).join(" ")
      : text;
  return {
    kind: name,
    channel: subject,
    control: !isData,
    failed: name === "-ERR",
    problem: whole ? null : "the payload does not end in this message",
    piece: whole ? "whole" : "begins",
    summary: joinWords(name, subject ?? "", toOneLine(said.slice(0, 160))),
    correlation: correlationOf(name, words),
    from,
    to,
  };
}

/** A request names the subject that it wants to be answered at; an answer is a message at such a subject. */
function correlationOf(name: string, words: readonly string[]): Correlation | null {
  const sizes = name.startsWith("H") ? 2 : 1;
  if (name === "PING") return { key: "ping", role: "request" };
  if (name === "PONG") return { key: "ping", role: "reply" };
  if (name.endsWith("PUB") && words.length === 2 + sizes) return { key: words[1] as string, role: "request" };
  if (!name.endsWith("MSG")) return null;
  if (words.length === 3 + sizes) return { key: words[2] as string, role: "request" };
  return /^_INBOX\./.test(words[0] ?? "") ? { key: words[0] as string, role: "reply" } : null;
}
