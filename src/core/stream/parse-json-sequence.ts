import { createByteBuffer } from "./byte-buffer.ts";
import { jsonProblem } from "./json-problem.ts";
import type { StreamParser, StreamProblem, StreamSink } from "./stream-parser.ts";

const RECORD_SEPARATOR = 0x1e;
const LF = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;
const BRACKET = 0x5b;

interface JsonSequenceState {
  text: Uint8Array;
  headless: boolean;
  /** Whether a separator was seen since the last text. */
  separated: boolean;
  firstChunk: number;
  depth: number;
  inString: boolean;
  escaped: boolean;
  hasValue: boolean;
}

/**
 * JSON text sequences (RFC 7464): a record separator before each text, a line feed behind it. A text is complete with that line feed,
 * not only with the next separator, which may come much later; brackets are counted, since a text may have line feeds within it.
 */
export function parseJsonSequence(
  sink: StreamSink,
  resumed: boolean,
  saved: Partial<JsonSequenceState> = {},
): StreamParser {
  const text = createByteBuffer(saved.text);
  let { headless = resumed, separated = false, firstChunk = 1 } = saved;
  let { depth = 0, inString = false, escaped = false, hasValue = false } = saved;

  function take(ending: StreamProblem | null): void {
    const bytes = text.take();
    if (hasValue) {
      const wrong = separated ? jsonProblem(bytes) : headless ? "headless" : "stray";
      // Without its line feed a number or a word may be the beginning of a longer one; the others end by themselves.
      const closed = wrong === null && (bytes[0] === QUOTE || bytes[0] === BRACE || bytes[0] === BRACKET);
      const problem = ending !== null && !closed ? ending : wrong;
      sink.event({
        name: "",
        id: "",
        payload: bytes,
        size: bytes.length,
        binary: false,
        firstChunk,
        problem,
      });
      headless = false;
      separated = false;
    }
    depth = 0;
    inString = false;
    escaped = false;
    hasValue = false;
  }

  function follow(byte: number): void {
    if (escaped) escaped = false;
    else if (inString) {
      if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === BRACE || byte === BRACKET) depth += 1;
    else if (byte === BRACE + 2 || byte === BRACKET + 2) depth -= 1;
    hasValue ||= byte > 0x20;
  }

  return {
    feed(bytes, chunk) {
      for (const byte of bytes) {
        if (byte === RECORD_SEPARATOR) {
          // Within a text it cuts it off: that one was not written to its end (RFC 7464, section 2.3).
          if (hasValue) take("cut");
          text.take();
          separated = true;
        } else if (byte === LF && hasValue && depth <= 0 && !inString) {
          take(null);
        } else {
          // Space before a text is no part of it.
          if (!hasValue && byte <= 0x20) continue;
          if (!hasValue) firstChunk = chunk;
          follow(byte);
          text.push(byte);
        }
      }
    },
    end(problem) {
      if (hasValue) take(problem);
    },
    save() {
      const inText = { depth, inString, escaped, hasValue };
      return { text: text.copy(), headless, separated, firstChunk, ...inText };
    },
  };
}
