import { say } from "../text/say.ts";
import type { Batch } from "../wire/batch.ts";
import { DETECTION_BYTES, detectFormat } from "./detect-format.ts";
import { importHar } from "./import-har.ts";
import { importSessionFile } from "./import-session-file.ts";
import type { ImportResult } from "./session-about.ts";

type Pieces<T> = AsyncIterable<T>;

/**
 * Reads a file, a HAR or a session file, either of them plain or packed with gzip. `gunzip` is the platform's; it
 * is asked once, and may throw where the packed bytes are cut or damaged.
 */
export async function importFile(
  bytes: Pieces<Uint8Array>,
  accept: (batch: Batch) => void | Promise<void>,
  gunzip: (packed: Pieces<Uint8Array>) => Pieces<Uint8Array>,
): Promise<ImportResult> {
  const whole = await peek(bytes);
  if (detectFormat(whole.first) !== "gzip") return importPlain(whole, accept);
  const unpacking = untilError(gunzip(whole.pieces));
  const unpacked = await peek(unpacking.pieces);
  const result = await importPlain(unpacked, accept);
  if (!unpacking.failed()) return result;
  // Of a session file it is known how much of it was read; of a HAR nothing can be read that is not whole.
  const cut = detectFormat(unpacked.first) === "ndjson" && "problem" in result;
  return cut ? result : { problem: say("thisFileIsDamagedIt") };
}

interface Peeked {
  readonly first: Uint8Array;
  readonly pieces: Pieces<Uint8Array>;
  close(): Promise<void>;
}

async function importPlain(
  { first, pieces, close }: Peeked,
  accept: (batch: Batch) => void | Promise<void>,
): Promise<ImportResult> {
  switch (detectFormat(first)) {
    case "ndjson":
      return importSessionFile(decodeText(pieces), accept);
    case "json":
      return importHar(decodeText(pieces), accept);
    default:
      // What is not read on has to be let go: a stream that waits keeps its file, or the process, open.
      await close();
      return { problem: first.length === 0 ? say("thisFileIsEmpty") : say("thisIsNotAFile") };
  }
}

/** Reads as much as it takes to know a format, and gives all bytes back. */
async function peek(bytes: Pieces<Uint8Array>): Promise<Peeked> {
  const iterator = bytes[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let length = 0;
  while (length < DETECTION_BYTES) {
    const { done, value } = await iterator.next();
    if (done) break;
    read.push(value);
    length += value.length;
  }
  const first = new Uint8Array(length);
  let position = 0;
  for (const piece of read) {
    first.set(piece, position);
    position += piece.length;
  }
  async function* pieces(): Pieces<Uint8Array> {
    yield first;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  const close = async () => void (await iterator.return?.());
  return { first, pieces: pieces(), close };
}

function untilError(bytes: Pieces<Uint8Array>): { pieces: Pieces<Uint8Array>; failed(): boolean } {
  let failed = false;
  async function* pieces(): Pieces<Uint8Array> {
    try {
      yield* bytes;
    } catch {
      failed = true;
    }
  }
  return { pieces: pieces(), failed: () => failed };
}

/** UTF-8 text; a byte order mark at its beginning is taken off, as the Encoding Standard has it. */
async function* decodeText(bytes: Pieces<Uint8Array>): Pieces<string> {
  const decoder = new TextDecoder();
  for await (const piece of bytes) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}
