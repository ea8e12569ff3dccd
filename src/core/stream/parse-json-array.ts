import { createByteBuffer } from "./byte-buffer.ts";
import { jsonProblem } from "./json-problem.ts";
import type { StreamParser, StreamProblem, StreamSink } from "./stream-parser.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const BRACE = 0x7b;

interface JsonArrayState {
  element: Uint8Array;
  firstChunk: number;
  /** 0 is outside of the array, 1 between or in its elements. */
  depth: number;
  inString: boolean;
  escaped: boolean;
}

/**
 * One JSON array whose elements are written one after the other, as Google's services stream: an event each, without brackets, commas and space
 * around it. What is not in the array is told of as it is.
 */
export function parseJsonArray(sink: StreamSink, saved: Partial<JsonArrayState> = {}): StreamParser {
  const element = createByteBuffer(saved.element);
  let { firstChunk = 1, depth = 0, inString = false, escaped = false } = saved;

  function take(ending: StreamProblem | null): void {
    let bytes = element.take();
    let end = bytes.length;
    while (end > 0 && (bytes[end - 1] as number) <= 0x20) end -= 1;
    if (end === 0) return;
    bytes = bytes.subarray(0, end);
    const problem = ending ?? jsonProblem(bytes);
    sink.event({ name: "", id: "", payload: bytes, size: end, binary: false, firstChunk, problem });
  }

  /** Whether a byte is the array's own. */
  function isOwn(byte: number): boolean {
    if (inString) return false;
    if (depth === 0) return byte === OPEN;
    return depth === 1 && (byte === COMMA || byte === CLOSE);
  }

  function follow(byte: number): void {
    if (escaped) escaped = false;
    else if (inString) {
      if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) inString = false;
    } else if (depth > 0) {
      if (byte === QUOTE) inString = true;
      else if (byte === BRACE || byte === OPEN) depth += 1;
      else if (byte === BRACE + 2 || byte === CLOSE) depth -= 1;
    }
  }

  return {
    feed(bytes, chunk) {
      for (const byte of bytes) {
        if (isOwn(byte)) {
          take(depth === 0 ? "stray" : null);
          if (byte !== COMMA) depth = byte === OPEN ? 1 : 0;
        } else if (element.length > 0 || byte > 0x20) {
          if (element.length === 0) firstChunk = chunk;
          follow(byte);
          element.push(byte);
        }
      }
    },
    end(problem) {
      take(depth === 0 ? "stray" : problem);
    },
    save: () => ({ element: element.copy(), firstChunk, depth, inString, escaped }),
  };
}
