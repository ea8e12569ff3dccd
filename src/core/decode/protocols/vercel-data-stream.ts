import { joinWords } from "../bytes/join-words.ts";
import { addOpenPart, pieceOf } from "../bytes/open-part.ts";
import { followStream, NO_STREAM, type StreamState, unitsOf } from "../bytes/stream-state.ts";
import type { StreamUnit } from "../bytes/stream-units.ts";
import type { Correlation, Decoder, Part, Vote } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import type { JsonKind } from "../json/json-token.ts";
import { toJsonTree } from "../json/json-tree.ts";
import { type JsonValue, memberOf, readJson, stringOf } from "../json/json-value.ts";

/** Parts by the sign that a line begins with: their names, and what follows the colon. */
const PARTS: Readonly<Record<string, readonly [name: string, kind: JsonKind]>> = {
  "0": ["text", "string"],
  "2": ["data", "array"],
  "3": ["error", "string"],
  "8": ["annotations", "array"],
  "9": ["tool call", "object"],
  a: ["tool result", "object"],
  b: ["tool call start", "object"],
  c: ["tool call delta", "object"],
  d: ["finish", "object"],
  e: ["finish step", "object"],
  f: ["start step", "object"],
  g: ["reasoning", "string"],
  h: ["source", "object"],
  i: ["redacted reasoning", "object"],
  j: ["reasoning signature", "object"],
  k: ["file", "object"],
};

/** What an object of these must have: then a line is hardly anything else. */
const MEMBERS: Readonly<Record<string, string>> = {
  "9": "toolCallId",
  a: "toolCallId",
  b: "toolCallId",
  c: "toolCallId",
  d: "finishReason",
  e: "finishReason",
  f: "messageId",
};

const LF = 0x0a;
const COLON = 0x3a;

/** The data stream of the Vercel AI SDK 4 (https://ai-sdk.dev/v4/docs/ai-sdk-ui/stream-protocol): a part a line, in pieces that need not keep to lines. */
export const vercelDataStream: Decoder<StreamState> = {
  id: "vercel-data-stream",
  name: "Vercel AI SDK 4",
  possible: ({ kind }) => kind !== "websocket",
  vote(message, _, state): Vote {
    if (message.binary || !message.received) return "against";
    const read = unitsOf(message, state, measureLine);
    const lines = read?.units.map(({ bytes }) => readLine(bytes)) ?? [];
    if (read === null || lines.includes(null)) return "against";
    if (lines.length === 0) return "silent";
    const known = lines.filter((it) => it !== null);
    if (known.some(({ code, value }) => memberOf(value, MEMBERS[code] ?? "") !== null)) return "proof";
    return known.length > 1 || message.bytes.length > 4 ? "fits" : "silent";
  },
  start: () => NO_STREAM,
  follow: (state, message) => followStream(state, message, measureLine),
  decode(message, state) {
    if (message.binary) return null;
    const read = unitsOf(message, state, measureLine);
    if (read === null) return null;
    const parts: Part[] = [];
    for (const unit of read.units) {
      const line = readLine(unit.bytes);
      if (line === null) return null;
      parts.push(toPart(line.code, line.value, unit));
    }
    addOpenPart(parts, read, message, "line");
    return parts.length === 0 ? null : parts;
  },
};

/** The length of a line with its end; its first two signs must be a part's. */
export function measureLine(bytes: Uint8Array, at: number): number {
  if (PARTS[String.fromCharCode(bytes[at] as number)] === undefined) return -1;
  if (at + 1 < bytes.length && bytes[at + 1] !== COLON) return -1;
  const end = bytes.indexOf(LF, at);
  return end === -1 ? 0 : end + 1 - at;
}

/** The part that a line is; null where it is none. */
export function readLine(bytes: Uint8Array): { code: string; value: JsonValue } | null {
  const code = String.fromCharCode(bytes[0] as number);
  const value = bytes[1] === COLON ? readJson(bytes, 2) : null;
  const wanted = Object.hasOwn(PARTS, code) ? PARTS[code] : undefined;
  return value !== null && value.kind === wanted?.[1] ? { code, value } : null;
}

function toPart(code: string, value: JsonValue, { from, to, earlier }: StreamUnit): Part {
  const [kind] = PARTS[code] as (typeof PARTS)[string];
  const tool = stringOf(memberOf(value, "toolName"));
  const call = stringOf(memberOf(value, "toolCallId"));
  const text =
    value.kind === "string"
      ? stringOf(value)
      : (stringOf(memberOf(value, "argsTextDelta")) ?? stringOf(memberOf(value, "finishReason")));
  const shown = memberOf(value, "args") ?? memberOf(value, "result") ?? value;
  return {
    kind,
    event: tool ?? (code === "d" || code === "e" ? text : null),
    channel: call,
    control: code === "f" || code === "e",
    failed: code === "3",
    summary: joinWords(
      value.kind === "string" ? "" : (tool ?? kind),
      text === null ? jsonText(shown) : toOneLine(text.slice(0, 160)),
    ),
    correlation: correlationOf(code, call),
    piece: pieceOf(earlier),
    earlier,
    from,
    to,
    // The line's own bytes are not the message's where it began in an earlier one.
    tree: () => toJsonTree(value, "", earlier.length === 0 ? from : null),
  };
}

function correlationOf(code: string, call: string | null): Correlation | null {
  if (call === null) return null;
  return { key: call, role: code === "9" ? "request" : code === "a" ? "reply" : "event" };
}
