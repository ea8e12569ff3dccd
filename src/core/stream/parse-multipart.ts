import { exactText } from "../export/exact-text.ts";
import { createByteBuffer } from "./byte-buffer.ts";
import type { StreamParser, StreamProblem, StreamSink } from "./stream-parser.ts";

const LF = 0x0a;
const CR = 0x0d;
const HYPHEN = 0x2d;

/** Headers of a part that are longer are not read: it ends where the boundary comes. */
const MOST_HEADERS = 8192;

const CONTENT_LENGTH = /(?:^|\n)content-length:[ \t]*(\d{1,15})[ \t]*\r?(?:\n|$)/i;

const BOUNDARY = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i;

/** Where a parser is: before the first boundary, in a part, behind one that said its length, on a boundary's line, behind the last. */
type Place = "preamble" | "part" | "between" | "boundary" | "epilogue";

interface MultipartState {
  part: Uint8Array;
  place: Place;
  headless: boolean;
  /** How much of a boundary the line began with; -1 of another line. */
  matched: number;
  /** Where the line begins in the part, until its headers have ended. */
  lineFrom: number;
  inHeaders: boolean;
  last: number;
  /** How long the part is by its own headers; -1 is not told. */
  wanted: number;
  hyphens: number;
  firstChunk: number;
}

/**
 * Bodies of several parts (RFC 2046, section 5.1). An event is a part as it stands there, headers, empty line and content, without what is
 * around it. It is complete with the boundary behind it, or before that with the `Content-Length` that it gives. Where a type names no
 * boundary it is one hyphen, as in GraphQL's incremental delivery.
 */
export function parseMultipart(
  contentType: string,
  sink: StreamSink,
  resumed: boolean,
  saved: Partial<MultipartState> = {},
): StreamParser {
  const found = BOUNDARY.exec(contentType.slice(0, 1000));
  const delimiter = new TextEncoder().encode(`--${found?.[1] ?? found?.[2] ?? "-"}`);
  const part = createByteBuffer(saved.part);
  let { place = "preamble", headless = resumed, matched = 0, lineFrom = 0, inHeaders = false } = saved;
  let { last = LF, wanted = -1, hyphens = 0, firstChunk = 1 } = saved;

  function tell(payload: Uint8Array, problem: StreamProblem | null): void {
    const binary = exactText(payload) === null;
    sink.event({ name: "", id: "", payload, size: payload.length, binary, firstChunk, problem });
  }

  /** What has come before a boundary, or the end. Outside of parts there are only line ends, mostly. */
  function take(bytes: Uint8Array, ending: StreamProblem | null): void {
    if (place === "part" && bytes.length > 0) tell(bytes, ending);
    else if (bytes.some((it) => it > 0x20)) tell(bytes, headless ? "headless" : "stray");
    headless = false;
  }

  function begin(next: Place, chunk: number): void {
    place = next;
    inHeaders = next === "part";
    // Behind a length that counts its line end, too, the boundary comes at once.
    matched = next === "part" || (next === "between" && last === LF) ? 0 : -1;
    [lineFrom, wanted, hyphens, firstChunk] = [0, -1, 0, chunk];
  }

  /** The boundary is the last thing in the buffer; the line end before it is part of it. */
  function takeBoundary(chunk: number): void {
    let bytes = part.take();
    bytes = bytes.subarray(0, bytes.length - delimiter.length);
    if (bytes.at(-1) === LF) bytes = bytes.subarray(0, bytes.at(-2) === CR ? -2 : -1);
    take(bytes.slice(), null);
    begin("boundary", chunk);
  }

  /** A line of headers has ended; an empty one ends them all. */
  function endLine(): void {
    const length = part.length - lineFrom - 1;
    lineFrom = part.length;
    if (part.length > MOST_HEADERS) inHeaders = false;
    if (length > 1 || (length === 1 && last !== CR)) return;
    inHeaders = false;
    const headers = exactText(part.copy()) ?? "";
    const told = CONTENT_LENGTH.exec(headers)?.[1];
    wanted = told === undefined ? -1 : part.length + Number(told);
  }

  /** Takes one byte of a line that has begun as a boundary does, or all that is left of another one; answers where it is now. */
  function readLine(bytes: Uint8Array, from: number, chunk: number): number {
    if (matched >= 0 && bytes[from] === delimiter[matched]) {
      last = bytes[from] as number;
      part.push(last);
      matched += 1;
      if (matched === delimiter.length) takeBoundary(chunk);
      return from + 1;
    }
    matched = -1;
    const end = bytes.indexOf(LF, from);
    let to = end === -1 ? bytes.length : end + 1;
    if (wanted >= part.length) to = Math.min(to, from + wanted - part.length);
    part.append(bytes, from, to);
    if (to > from && bytes[to - 1] === LF) {
      if (to - from > 1) last = bytes[to - 2] as number;
      matched = 0;
      if (inHeaders) endLine();
    }
    if (to > from) last = bytes[to - 1] as number;
    if (part.length === wanted) {
      take(part.take(), null);
      begin("between", chunk);
    }
    return to;
  }

  /** What follows the boundary on its line: two hyphens behind the last one, else perhaps space. */
  function readTail(byte: number, chunk: number): void {
    if (byte === LF) begin("part", chunk);
    else if (byte === HYPHEN && hyphens >= 0) {
      hyphens += 1;
      if (hyphens === 2) begin("epilogue", chunk);
    } else hyphens = -1;
  }

  return {
    feed(bytes, chunk) {
      let at = 0;
      while (at < bytes.length) {
        if (part.length === 0) firstChunk = chunk;
        if (place === "boundary") readTail(bytes[at++] as number, chunk);
        else if (place === "epilogue") {
          part.append(bytes, at, bytes.length);
          at = bytes.length;
        } else at = readLine(bytes, at, chunk);
      }
    },
    end(problem) {
      if (part.length > 0) take(part.take(), problem);
    },
    save() {
      const line = { matched, lineFrom, inHeaders, last, wanted, hyphens };
      return { part: part.copy(), place, headless, ...line, firstChunk };
    },
  };
}
