import { importFile } from "../core/export/import-file.ts";
import type { ImportedAbout } from "../core/export/session-about.ts";
import type { Batch } from "../core/wire/batch.ts";
import type { Progress } from "./long-work.ts";

/** Reads a file that the user chose. Rejects with a sentence that says what is wrong with it, or with what `progress` throws. */
export async function importSession(
  file: Blob,
  accept: (batch: Batch) => void,
  progress: Progress,
): Promise<ImportedAbout> {
  let read = 0;
  const count = (bytes: number) => {
    read += bytes;
    progress(read, file.size);
  };
  const result = await importFile(readPieces(file.stream(), count), accept, (packed) =>
    readPieces(streamOf(packed).pipeThrough(new DecompressionStream("gzip") as never)),
  );
  if ("problem" in result) throw new Error(result.problem);
  return result.about;
}

async function* readPieces(
  stream: ReadableStream<Uint8Array>,
  count: (bytes: number) => void = () => {},
): AsyncIterable<Uint8Array> {
  const reader = stream.getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    count(value.length);
    yield value;
  }
}

function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}
