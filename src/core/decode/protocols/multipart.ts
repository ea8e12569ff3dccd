import { isUtf8 } from "../bytes/is-utf8.ts";
import { addOpenPart, pieceOf } from "../bytes/open-part.ts";
import { followStream, NO_STREAM, type StreamState, unitsOf } from "../bytes/stream-state.ts";
import type { MeasureUnit, StreamUnit } from "../bytes/stream-units.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Carried, ConnectionFacts, Decoder, Part, RawMessage, Vote } from "../decoder.ts";

interface MultipartState extends StreamState {
  /** Two hyphens and the boundary; "" is none. */
  readonly delimiter: Uint8Array;
}

const encoder = new TextEncoder();

const CR = 0x0d;
const LF = 0x0a;
const HYPHEN = 0x2d;

/** Headers of a part are at most so long. */
const MOST_HEADERS = 8192;

const MULTIPART = /^\s*multipart\//i;
const BOUNDARY =
  /^\s*multipart\/[\w.+-]{1,60}\s*;(?:[^"]{0,200};)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i;

const CONTENT_TYPE = /(?:^|\n)content-type:\s*([^\r\n;]{1,100})/i;
const HEADER = /^[\w!#$%&'*+.^`|~-]{1,100}:/;

/**
 * Bodies of several parts (RFC 2046, section 5.1): GraphQL's incremental delivery, pictures of cameras. A message is a part by itself, with its headers,
 * or a piece of the body as it came: then a part is known to be whole when the boundary after it has come.
 */
export const multipart: Decoder<MultipartState> = {
  id: "multipart",
  name: "multipart",
  possible: ({ kind, inside, contentType }) =>
    kind !== "websocket" && inside.length === 0 && MULTIPART.test(contentType),
  hint: () => ({ weight: 0.8, reason: "the content type is multipart" }),
  vote(message, _, state): Vote {
    if (!message.received) return "silent";
    const read = unitsOf(message, state, measureWith(state.delimiter));
    if (read === null) return headersEnd(message.bytes, 0) === -1 ? "against" : "fits";
    return read.units.length > 0 ? "fits" : "silent";
  },
  start: (facts) => ({ ...NO_STREAM, delimiter: delimiterOf(facts) }),
  follow: (state, message) => followStream(state, message, measureWith(state.delimiter)),
  decode(message, state) {
    if (!message.received) return [{ kind: "request", carries: message }];
    const read = unitsOf(message, state, measureWith(state.delimiter));
    if (read === null) return wholePart(message);
    const parts = read.units.map((it) => toPart(it, state));
    addOpenPart(parts, read, message, "part");
    return parts.length === 0 ? null : parts;
  },
  split(message, state) {
    if (!message.received) return [message];
    const read = unitsOf(message, state, measureWith(state.delimiter));
    if (read === null) return (wholePart(message) ?? []).map((it) => it.carries ?? null).filter(isCarried);
    return read.units.map((it) => readPart(it, state)?.carries ?? null).filter(isCarried);
  },
};

function delimiterOf({ contentType }: ConnectionFacts): Uint8Array {
  const found = BOUNDARY.exec(contentType.slice(0, 500));
  // Without one it is a hyphen, as in GraphQL's incremental delivery.
  return encoder.encode(`--${found?.[1] ?? found?.[2] ?? "-"}`);
}

function isCarried(it: Carried | null): it is Carried {
  return it !== null;
}

/** From a delimiter, with the line end before it, to the next. */
function measureWith(delimiter: Uint8Array): MeasureUnit {
  return (bytes, at) => {
    let from = at;
    if (bytes[from] === CR) from += 1;
    if (bytes[from] === LF) from += 1;
    for (let index = 0; index < delimiter.length; index += 1) {
      if (from + index >= bytes.length) return 0;
      if (bytes[from + index] !== delimiter[index]) return -1;
    }
    from += delimiter.length;
    if (from + 2 > bytes.length) return 0;
    // Behind the last one anything may stand, which is nobody's.
    if (bytes[from] === HYPHEN && bytes[from + 1] === HYPHEN) return bytes.length - at;
    const next = findDelimiter(bytes, from, delimiter);
    return next === -1 ? 0 : next - at;
  };
}

/** The line end before the next delimiter. */
function findDelimiter(bytes: Uint8Array, from: number, delimiter: Uint8Array): number {
  for (let at = bytes.indexOf(LF, from); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    let index = 0;
    while (index < delimiter.length && bytes[at + 1 + index] === delimiter[index]) index += 1;
    if (index === delimiter.length) return at > from && bytes[at - 1] === CR ? at - 1 : at;
  }
  return -1;
}

/** The headers of a part and what it carries; null of what is behind the last delimiter. */
function readPart(
  { bytes }: StreamUnit,
  { delimiter }: MultipartState,
): { type: string; carries: Carried } | null {
  const start = bytes[0] === CR ? 2 : bytes[0] === LF ? 1 : 0;
  const at = start + delimiter.length;
  if (bytes[at] === HYPHEN && bytes[at + 1] === HYPHEN) return null;
  // What is left of the boundary's line is none of the headers.
  const line = bytes.indexOf(LF, at);
  return line === -1 ? null : readHeaders(bytes, line + 1);
}

/** A message that is a part: its headers, an empty line, and what it carries. */
function wholePart({ bytes }: RawMessage): Part[] | null {
  const read = readHeaders(bytes, 0);
  return read && [{ kind: "part", event: read.type || null, carries: read.carries }];
}

function readHeaders(bytes: Uint8Array, from: number): { type: string; carries: Carried } | null {
  const end = headersEnd(bytes, from);
  if (end === -1) return null;
  const type = CONTENT_TYPE.exec(textOf(bytes, from, end))?.[1] ?? "";
  const body = bytes.subarray(end);
  return { type, carries: { bytes: body, binary: !isUtf8(body) } };
}

/** Behind the empty line that ends the headers; -1 where there are none of that form. */
function headersEnd(bytes: Uint8Array, from: number): number {
  const most = from + MOST_HEADERS;
  for (let at = from; at < most; ) {
    const line = bytes.indexOf(LF, at);
    if (line === -1) return -1;
    if (line === at || (line === at + 1 && bytes[at] === CR)) return line + 1;
    // A line that begins with space goes on with the one before.
    const isMore = at > from && (bytes[at] === 0x20 || bytes[at] === 0x09);
    if (!isMore && !HEADER.test(textOf(bytes, at, Math.min(line, at + 120)))) return -1;
    at = line + 1;
  }
  return -1;
}

function toPart(unit: StreamUnit, state: MultipartState): Part {
  const { from, to, earlier } = unit;
  const piece = pieceOf(earlier);
  const read = readPart(unit, state);
  if (read === null) return { kind: "end", summary: "end", control: true, piece, earlier, from, to };
  return { kind: "part", event: read.type || null, carries: read.carries, piece, earlier, from, to };
}
