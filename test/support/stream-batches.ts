import {
  type Batch,
  FLAG_BINARY,
  FLAG_CHUNK,
  FLAG_PARTIAL,
  FLAG_RECEIVED,
} from "../../src/core/wire/batch.ts";
import type { BatchWriter } from "../../src/core/wire/batch-writer.ts";
import { frameBatches } from "./frame-batches.ts";

const AT = 1_767_268_800_000;

/** One event stream, and one of JSON lines, of a frame: whole, cut, in parts, with a gap; the streams do not end. */
export function streamBatches(): Batch[] {
  const frame = frameBatches("streams");
  const opened = (connection: number, contentType: string) =>
    frame.batch((it) =>
      it.record({
        type: "stream-opened",
        at: AT + connection,
        connection,
        url: `https://shop.example/stream/${connection}`,
        method: "GET",
        requestedAt: AT,
        via: "fetch",
        reading: "stream",
        status: 200,
        contentType,
      }),
    );
  const chunk = (connection: number, ms: number, text: string, position: number, flags = 0) =>
    frame.batch((it: BatchWriter) =>
      it.message(
        AT + ms,
        connection,
        FLAG_RECEIVED | FLAG_CHUNK | FLAG_BINARY | flags,
        text,
        null,
        "",
        `${position}`,
      ),
    );
  return [
    frame.start(AT),
    opened(1, "text/event-stream"),
    chunk(1, 30, ": hi\n\nid: 7\nevent: é\nda", 0),
    opened(2, "application/x-ndjson"),
    chunk(2, 35, '{"a":1}\n{"b"', 0),
    chunk(1, 40, "ta: one\n\ndata: two\r", 24),
    chunk(1, 45, "\n\nevent: x\ndata: a\nda", 43),
    chunk(1, 50, "ta: thr", 64, FLAG_PARTIAL),
    chunk(1, 50, "ee\n\ndata: next", 71),
    chunk(2, 60, ":2}\n", 12),
    chunk(2, 70, "3}\n{", 40),
    chunk(1, 80, "\n\n", 84),
    frame.batch((it) =>
      it.record({ type: "stream-ended", at: AT + 90, connection: 2, by: "server", reason: "" }),
    ),
    chunk(1, 95, "data: last", 86),
  ];
}
