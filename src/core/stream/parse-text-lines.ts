import { exactText } from "../export/exact-text.ts";
import { createByteBuffer } from "./byte-buffer.ts";
import type { StreamParser, StreamProblem, StreamSink } from "./stream-parser.ts";

const LF = 0x0a;

/** Lines of text, each with its end, of which only their protocol knows what they are. */
export function parseTextLines(
  sink: StreamSink,
  saved: Partial<{ line: Uint8Array; firstChunk: number }> = {},
): StreamParser {
  const line = createByteBuffer(saved.line);
  let { firstChunk = 1 } = saved;

  function take(ending: StreamProblem | null): void {
    const payload = line.take();
    const problem = ending ?? (exactText(payload) === null ? "not-utf8" : null);
    sink.event({ name: "", id: "", payload, size: payload.length, binary: false, firstChunk, problem });
  }

  return {
    feed(bytes, chunk) {
      for (let from = 0; from < bytes.length; ) {
        const end = bytes.indexOf(LF, from);
        const to = end === -1 ? bytes.length : end + 1;
        if (line.length === 0) firstChunk = chunk;
        line.append(bytes, from, to);
        if (end !== -1) take(null);
        from = to;
      }
    },
    end(problem) {
      if (line.length > 0) take(problem);
    },
    save: () => ({ line: line.copy(), firstChunk }),
  };
}
