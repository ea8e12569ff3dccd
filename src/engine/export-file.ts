import type { Piece } from "../core/export/gather-pieces.ts";
import type { SessionAbout } from "../core/export/session-about.ts";
import { toHar } from "../core/export/to-har.ts";
import { toSessionFile } from "../core/export/to-session-file.ts";
import { formatFileName } from "../core/format/format-file-name.ts";
import type { Session } from "../core/model/session.ts";
import { snapshot } from "../core/model/snapshot.ts";
import type { ExportFormat } from "../core/wire/engine-api.ts";
import { NO_PROGRESS, type Progress } from "./long-work.ts";

/** Pieces are gathered up to this size; then they belong to the browser, which may keep them on disk. */
const PART_BYTES = 4 * 1024 * 1024;
/** How long the export works at a stretch; ingest comes in between. */
const SLICE_MS = 20;

/**
 * Writes a session, as it is at this moment, to a file of the given format. The text is made and packed piece by
 * piece; it is never whole in memory. Rejects with what `progress` throws, which is told of rows.
 */
export async function exportFile(
  session: Session,
  about: SessionAbout,
  format: Exclude<ExportFormat, "report-html" | "report-markdown">,
  progress: Progress = NO_PROGRESS,
): Promise<{ file: Blob; name: string }> {
  const frozen = snapshot(session);
  let rows = 0;
  const counted: Session = {
    ...frozen,
    payload: (row, most) => {
      rows += 1;
      return frozen.payload(row, most);
    },
    record: (row) => {
      rows += 1;
      return frozen.record(row);
    },
  };
  const text = streamOf(format === "har" ? toHar(counted, about) : toSessionFile(counted, about), () =>
    progress(rows, frozen.log.length),
  );
  const bytes = text.pipeThrough(new TextEncoderStream());
  const packed = format === "har" ? bytes : bytes.pipeThrough(new CompressionStream("gzip"));
  const type = format === "har" ? "application/json" : "application/gzip";
  const extension = format === "har" ? "har" : "duplex";
  return { file: await gather(packed, type), name: formatFileName(about.name, about.startedAt, extension) };
}

/** A stream of the pieces, made when they are asked for; `check` is called before some of them, and may throw. */
function streamOf(pieces: Iterable<Piece>, check: () => void): ReadableStream<string> {
  const iterator = pieces[Symbol.iterator]();
  return new ReadableStream({
    async pull(controller) {
      check();
      const until = performance.now() + SLICE_MS;
      let joined = "";
      while (performance.now() < until && joined.length < PART_BYTES) {
        const { done, value } = iterator.next();
        if (done) {
          if (joined !== "") controller.enqueue(joined);
          controller.close();
          return;
        }
        if (typeof value === "string") joined += value;
        else await value;
      }
      controller.enqueue(joined);
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  });
}

async function gather(stream: ReadableStream<Uint8Array>, type: string): Promise<Blob> {
  const parts: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = stream.getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) break;
    waiting.push(value as Uint8Array<ArrayBuffer>);
    bytes += value.length;
    if (bytes < PART_BYTES) continue;
    parts.push(new Blob(waiting));
    waiting = [];
    bytes = 0;
  }
  return new Blob([...parts, ...waiting], { type });
}
