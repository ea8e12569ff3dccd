import { type Line, linesOf } from "../bytes/lines-of.ts";
import type { Carried, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { readJsonContainer } from "../json/json-value.ts";
import { messageJson } from "../json/message-json.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";

const MOST_BLANK = 16;

/** Several JSON values in one message, a line each (https://jsonlines.org, NDJSON). One value over several lines is none of these. */
export const jsonLines: Decoder = {
  id: "json-lines",
  name: "JSON Lines",
  vote(message): Vote {
    // A line end alone keeps a connection open.
    if (message.binary || isBlank(message.bytes)) return "silent";
    const lines = valuesOf(message);
    if (lines === null) return "against";
    return lines.length > 1 ? "proof" : "silent";
  },
  decode(message) {
    const lines = valuesOf(message);
    if (lines === null) return null;
    const parts: Part[] = lines.map((line) => ({
      kind: "line",
      from: line.from,
      to: line.to,
      carries: carriedBy(message, line),
    }));
    const last = lines.at(-1)?.to ?? 0;
    if (lines.length === MOST_PARTS) parts.push(toRestPart(last, message.bytes.length));
    return parts;
  },
  split: (message) => (valuesOf(message) ?? []).map((line) => carriedBy(message, line)),
};

/** Whether there is nothing but white space; of what is long so much is not looked at in vain. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.length <= MOST_BLANK && bytes.every((it) => it <= 0x20);
}

function carriedBy({ bytes }: RawMessage, { from, to }: Line): Carried {
  return { bytes: bytes.subarray(from, to), binary: false };
}

/** The lines that hold something; null where one of them is no JSON object or array. */
function valuesOf(message: RawMessage): Line[] | null {
  const { bytes, binary, cut } = message;
  if (binary) return null;
  if (messageJson(message) !== null) return [{ from: 0, to: bytes.length }];
  const lines = linesOf(bytes, MOST_PARTS);
  if (lines.length < 2) return null;
  const wrong = lines.some(
    ({ from, to }) => readJsonContainer(bytes, from, to, cut && to === bytes.length) === null,
  );
  return wrong ? null : lines;
}
