import { addOpenPart, pieceOf } from "../bytes/open-part.ts";
import { followStream, NO_STREAM, type StreamState, unitsOf } from "../bytes/stream-state.ts";
import type { StreamUnit } from "../bytes/stream-units.ts";
import type { Carried, Decoder, Part, Vote } from "../decoder.ts";
import { JSON_CUT, JSON_WRONG, scanJson, skipJsonSpace } from "../json/scan-json.ts";

const OPEN = 0x5b;
const CLOSE = 0x5d;
const COMMA = 0x2c;
const OBJECT = 0x7b;

/**
 * A JSON array whose elements come one after the other, in pieces that need not keep to them: the form in which Google's services stream
 * (https://cloud.google.com/apis/design/design_patterns). Each element is a message.
 */
export const jsonArray: Decoder<StreamState> = {
  id: "json-array",
  name: "JSON array, streamed",
  possible: ({ kind, inside, contentType }) =>
    kind !== "websocket" && inside.length === 0 && !contentType.includes("event-stream"),
  hint: ({ url, contentType }) =>
    /:stream[A-Z]\w{0,60}(?:\?|$)/.test(url.slice(0, 2000)) && /json/.test(contentType)
      ? { weight: 0.75, reason: "the URL names a streaming method, and the content is JSON" }
      : null,
  vote(message, _, state): Vote {
    if (message.binary || !message.received) return "against";
    const read = unitsOf(message, state, measureElement);
    if (read === null) return "against";
    // Where it begins or goes on with a comma, or with the rest of what was begun, it is hardly a message by itself.
    const isPiece = state.received !== null || message.bytes[0] === COMMA || read.open !== null;
    return isPiece && read.units.length > 0 ? "fits" : "silent";
  },
  start: () => NO_STREAM,
  follow: (state, message) => followStream(state, message, measureElement),
  decode(message, state) {
    const read = message.binary ? null : unitsOf(message, state, measureElement);
    if (read === null) return null;
    const parts = read.units.map(toPart);
    addOpenPart(parts, read, message, "element");
    return parts.length === 0 ? null : parts;
  },
  split(message, state) {
    const read = message.binary ? null : unitsOf(message, state, measureElement);
    return (read?.units ?? []).map(carriedBy).filter((it) => it !== null);
  },
};

/** An object with the bracket or the comma before it, or the bracket at the end. */
function measureElement(bytes: Uint8Array, at: number): number {
  let from = skipJsonSpace(bytes, at, bytes.length);
  if (bytes[from] === CLOSE) return skipJsonSpace(bytes, from + 1, bytes.length) - at;
  if (bytes[from] === OPEN || bytes[from] === COMMA) from = skipJsonSpace(bytes, from + 1, bytes.length);
  else if (from < bytes.length) return -1;
  if (from >= bytes.length) return 0;
  if (bytes[from] === CLOSE) return skipJsonSpace(bytes, from + 1, bytes.length) - at;
  if (bytes[from] !== OBJECT) return -1;
  const end = scanJson(bytes, from, bytes.length, null);
  if (end === JSON_WRONG) return -1;
  return end === JSON_CUT ? 0 : end - at;
}

function toPart(unit: StreamUnit): Part {
  const { from, to, earlier } = unit;
  const carries = carriedBy(unit);
  const piece = pieceOf(earlier);
  if (carries !== null) return { kind: "element", carries, piece, earlier, from, to };
  return { kind: "end", summary: "end of the array", control: true, piece, earlier, from, to };
}

function carriedBy({ bytes }: StreamUnit): Carried | null {
  const from = bytes.indexOf(OBJECT);
  return from === -1 ? null : { bytes: bytes.subarray(from), binary: false };
}
