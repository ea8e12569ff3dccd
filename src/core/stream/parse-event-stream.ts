import { exactText } from "../export/exact-text.ts";
import { createByteBuffer } from "./byte-buffer.ts";
import type { StreamParser, StreamProblem, StreamSink } from "./stream-parser.ts";

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const SPACE = 0x20;
const NO_BYTES = new Uint8Array(0);

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

interface EventStreamState {
  line: Uint8Array;
  isFirstLine: boolean;
  headless: boolean;
  /** The line before ended with CR: an LF that follows belongs to it. */
  afterReturn: boolean;
  lineChunk: number;
  data: Uint8Array[] | null;
  type: string;
  lastId: string;
  id: string;
  /** Lines of a block that has no data (yet). */
  others: string[];
  blockChunk: number | null;
}

/**
 * Server-Sent Events (WHATWG HTML 9.2.5 and 9.2.6), by bytes: so a character that is cut at the end of a chunk is no case of its
 * own, an event has exactly the bytes of its data, and it is known in which chunks it came. (Of `eventsource-parser`, which
 * reads strings, the latter two cannot be had.)
 */
export function parseEventStream(
  sink: StreamSink,
  resumed: boolean,
  saved: Partial<EventStreamState> = {},
): StreamParser {
  const line = createByteBuffer(saved.line);
  let { isFirstLine = !resumed, headless = resumed, afterReturn = false, lineChunk = 0 } = saved;
  let { data = null, type = "", lastId = "", id = "", others = [], blockChunk = null } = saved;

  function takeLine(chunk: number): void {
    let bytes = line.take();
    if (isFirstLine && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    isFirstLine = false;
    if (bytes.length === 0) dispatch(null);
    else readLine(bytes, lineChunk || chunk);
    lineChunk = 0;
  }

  function readLine(bytes: Uint8Array, chunk: number): void {
    const colon = bytes.indexOf(COLON);
    if (colon === 0) {
      sink.remark("comment", decoder.decode(afterColon(bytes, colon)));
      return;
    }
    const field = decoder.decode(bytes.subarray(0, colon === -1 ? bytes.length : colon));
    const value = colon === -1 ? NO_BYTES : afterColon(bytes, colon);
    const text = decoder.decode(field === "data" ? NO_BYTES : value);
    if (field === "data") {
      data ??= [];
      data.push(value);
    } else if (field === "event") type = text;
    else if (field === "id" && !text.includes("\0")) id = text;
    else {
      const isRetry = field === "retry" && /^\d+$/.test(text);
      sink.remark(isRetry ? "retry" : "ignored", isRetry ? text : decoder.decode(bytes));
      return;
    }
    blockChunk ??= chunk;
    if (field !== "data") others.push(decoder.decode(bytes));
  }

  function dispatch(problem: StreamProblem | null): void {
    lastId = id;
    if (data !== null) {
      const payload = joinLines(data);
      sink.event({
        name: type || "message",
        id: lastId,
        payload,
        size: payload.length,
        binary: false,
        firstChunk: blockChunk ?? 1,
        problem: problem ?? (headless ? "headless" : exactText(payload) === null ? "not-utf8" : null),
      });
    } else if (others.length > 0) {
      sink.remark("undispatched", others.join("\n"));
    }
    headless = false;
    data = null;
    type = "";
    others = [];
    blockChunk = null;
  }

  return {
    feed(bytes, chunk) {
      let from = 0;
      if (afterReturn && bytes.length > 0) {
        if (bytes[0] === LF) from = 1;
        afterReturn = false;
      }
      for (let index = from; index < bytes.length; index += 1) {
        const byte = bytes[index];
        if (byte !== LF && byte !== CR) continue;
        if (index > from && line.length === 0) lineChunk = chunk;
        line.append(bytes, from, index);
        takeLine(chunk);
        if (byte === CR) {
          if (index + 1 === bytes.length) afterReturn = true;
          else if (bytes[index + 1] === LF) index += 1;
        }
        from = index + 1;
      }
      if (from < bytes.length) {
        if (line.length === 0) lineChunk = chunk;
        line.append(bytes, from, bytes.length);
      }
    },
    end(problem) {
      if (line.length > 0) takeLine(lineChunk);
      dispatch(problem);
    },
    save() {
      const block = { data: data?.slice() ?? null, type, lastId, id, others: others.slice(), blockChunk };
      return { line: line.copy(), isFirstLine, headless, afterReturn, lineChunk, ...block };
    },
  };
}

function afterColon(bytes: Uint8Array, colon: number): Uint8Array {
  return bytes.subarray(bytes[colon + 1] === SPACE ? colon + 2 : colon + 1);
}

function joinLines(lines: readonly Uint8Array[]): Uint8Array {
  if (lines.length === 1) return lines[0] as Uint8Array;
  const joined = new Uint8Array(lines.reduce((sum, it) => sum + it.length + 1, -1));
  let position = 0;
  for (const it of lines) {
    joined.set(it, position);
    position += it.length;
    // A line feed between two.
    if (position < joined.length) joined[position] = LF;
    position += 1;
  }
  return joined;
}
