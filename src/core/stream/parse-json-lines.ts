import { createByteBuffer } from "./byte-buffer.ts";
import { jsonProblem } from "./json-problem.ts";
import type { StreamParser, StreamProblem, StreamSink } from "./stream-parser.ts";

const LF = 0x0a;
const CR = 0x0d;
const BLANK: ReadonlySet<number | undefined> = new Set([0x20, 0x09, CR]);

/** JSON Lines (jsonlines.org, NDJSON): one JSON value a line. The last may lack its line feed. */
export function parseJsonLines(
  sink: StreamSink,
  resumed: boolean,
  saved: Partial<{ line: Uint8Array; isFirstLine: boolean; headless: boolean; firstChunk: number }> = {},
): StreamParser {
  const line = createByteBuffer(saved.line);
  let { isFirstLine = !resumed, headless = resumed, firstChunk = 1 } = saved;

  function takeLine(ending: StreamProblem | null): void {
    let bytes = line.take();
    if (isFirstLine && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    isFirstLine = false;
    if (bytes.at(-1) === CR) bytes = bytes.subarray(0, -1);
    if (bytes.every((it) => BLANK.has(it))) {
      if (ending === null) sink.remark("blank", "");
      return;
    }
    const wrong = jsonProblem(bytes);
    // A value that is whole lost nothing; a number may have, but it is one.
    const problem = wrong === null ? null : (ending ?? (headless ? "headless" : wrong));
    headless = false;
    sink.event({ name: "", id: "", payload: bytes, size: bytes.length, binary: false, firstChunk, problem });
  }

  return {
    feed(bytes, chunk) {
      let from = 0;
      while (from < bytes.length) {
        const end = bytes.indexOf(LF, from);
        if (line.length === 0) firstChunk = chunk;
        line.append(bytes, from, end === -1 ? bytes.length : end);
        if (end === -1) return;
        takeLine(null);
        from = end + 1;
      }
    },
    end(problem) {
      if (line.length > 0) takeLine(problem);
    },
    save: () => ({ line: line.copy(), isFirstLine, headless, firstChunk }),
  };
}
