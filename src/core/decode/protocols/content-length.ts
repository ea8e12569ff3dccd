import { addOpenPart, pieceOf } from "../bytes/open-part.ts";
import { followStream, NO_STREAM, type StreamState, unitsOf } from "../bytes/stream-state.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Carried, Decoder, Part, Vote } from "../decoder.ts";

/** Headers are two at most, of the base protocol. */
const MOST_HEADERS = 400;

/** Of the content's type there is one, and it is mostly not said; parts of a multipart body have others. */
const TYPE = "(?:Content-Type: application/vscode-jsonrpc[^\\r\\n]{0,200}\\r\\n)?";
const HEADERS = new RegExp(`^${TYPE}Content-Length: (\\d{1,9})\\r\\n${TYPE}\\r\\n`, "i");

/**
 * Messages with headers before them, as the base protocol of language servers and the debug adapter protocol have them
 * (https://microsoft.github.io/language-server-protocol/specifications/base/0.9/specification/); they need not keep to messages.
 */
export const contentLength: Decoder<StreamState> = {
  id: "content-length",
  name: "Content-Length headers",
  possible: ({ inside }) => inside.length === 0,
  vote(message, _, state): Vote {
    if ((message.received ? state.received : state.sent) !== null) return "silent";
    const read = unitsOf(message, state, measure);
    if (read === null) return "against";
    return read.units.length > 0 || read.open !== null ? "proof" : "silent";
  },
  start: () => NO_STREAM,
  follow: (state, message) => followStream(state, message, measure),
  decode(message, state) {
    const read = unitsOf(message, state, measure);
    if (read === null) return null;
    const parts: Part[] = read.units.map(({ bytes, from, to, earlier }) => ({
      kind: "message",
      carries: contentOf(bytes),
      piece: pieceOf(earlier),
      earlier,
      from,
      to,
    }));
    addOpenPart(parts, read, message, "message");
    return parts.length === 0 ? null : parts;
  },
  split: (message, state) =>
    (unitsOf(message, state, measure)?.units ?? []).map(({ bytes }) => contentOf(bytes)),
};

function measure(bytes: Uint8Array, at: number): number {
  const text = textOf(bytes, at, Math.min(bytes.length, at + MOST_HEADERS));
  const found = HEADERS.exec(text);
  if (found !== null) return found[0].length + Number(found[1]);
  // It may be cut within the headers.
  return bytes.length - at < MOST_HEADERS && /^content-(?:l|t)/i.test(text) && !text.includes("\r\n\r\n")
    ? 0
    : -1;
}

function contentOf(bytes: Uint8Array): Carried {
  const headers = HEADERS.exec(textOf(bytes, 0, Math.min(bytes.length, MOST_HEADERS)))?.[0] ?? "";
  return { bytes: bytes.subarray(headers.length), binary: false };
}
