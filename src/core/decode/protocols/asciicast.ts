import { stripAnsi } from "../bytes/strip-ansi.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { toJsonTree } from "../json/json-tree.ts";
import { elementOf, type JsonValue, jsonLength, memberOf, numberOf, stringOf } from "../json/json-value.ts";
import { messageJson } from "../json/message-json.ts";

const KINDS: Readonly<Record<string, string>> = {
  o: "output",
  i: "input",
  r: "resize",
  m: "marker",
  x: "exit",
};

/** A terminal's recording as it comes (https://docs.asciinema.org/manual/asciicast/v2/ and v3): a header, then events of three elements. */
export const asciicast: Decoder = {
  id: "asciicast",
  name: "asciicast",
  hint: ({ subprotocol }) =>
    /^v[23]\.asciicast$/.test(subprotocol)
      ? { weight: 0.9, reason: `the subprotocol is ${subprotocol}` }
      : null,
  vote(message): Vote {
    const value = messageJson(message);
    if (value === null) return isEnd(message) ? "silent" : "against";
    if (value.kind === "object") return isHeader(value) ? "proof" : isReset(value) ? "alike" : "against";
    const kind = kindOf(value);
    if (kind === null) return "against";
    // Any application may send a number, a letter and a text.
    const text = stringOf(elementOf(value, 2)) ?? "";
    if (kind === "resize") return /^\d{1,4}x\d{1,4}$/.test(text.slice(0, 20)) ? "fits" : "against";
    return kind === "output" && (text.includes("\x1b[") || text.includes("\r\n")) ? "fits" : "silent";
  },
  decode(message) {
    const value = messageJson(message);
    if (value === null) return isEnd(message) ? [{ kind: "end", control: true, summary: "end" }] : null;
    if (value.kind === "object") return isHeader(value) || isReset(value) ? [toHeader(value)] : null;
    const kind = kindOf(value);
    return kind === null ? null : [toPart(kind, value)];
  },
};

function isHeader(value: JsonValue): boolean {
  const version = numberOf(memberOf(value, "version"));
  if (version === 3) return memberOf(memberOf(value, "term"), "cols")?.kind === "number";
  return version === 2 && memberOf(value, "width")?.kind === "number" && memberOf(value, "height") !== null;
}

/** What begins an event stream, and any time later: the size, and what the terminal shows. */
function isReset(value: JsonValue): boolean {
  const columns = memberOf(value, "cols") ?? memberOf(value, "width");
  const rows = memberOf(value, "rows") ?? memberOf(value, "height");
  return columns?.kind === "number" && rows?.kind === "number";
}

/** An event stream's last event. */
function isEnd({ event, received }: RawMessage): boolean {
  return event === "done" && received;
}

function toHeader(value: JsonValue): Part {
  return { kind: "header", control: true, summary: jsonText(value), tree: () => toJsonTree(value) };
}

function kindOf(value: JsonValue): string | null {
  if (jsonLength(value) !== 3 || elementOf(value, 0)?.kind !== "number") return null;
  const sign = stringOf(elementOf(value, 1)) ?? "";
  return Object.hasOwn(KINDS, sign) && elementOf(value, 2)?.kind === "string"
    ? (KINDS[sign] as string)
    : null;
}

function toPart(kind: string, value: JsonValue): Part {
  const text = stringOf(elementOf(value, 2)) ?? "";
  return { kind, control: kind === "resize", summary: toOneLine(stripAnsi(text).slice(0, 160)) };
}
