import { say } from "../text/say.ts";
import type { Batch } from "../wire/batch.ts";
import { DETECTION_BYTES, detectFormat } from "./detect-format.ts";
import { type FileText, fromUtf16, readUtf8, sniffUtf16 } from "./file-text.ts";
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
  plain: Peeked,
  accept: (batch: Batch) => void | Promise<void>,
): Promise<ImportResult> {
  const utf16 = sniffUtf16(plain.first);
  const { first, pieces, close } = utf16 === null ? plain : await peek(fromUtf16(plain.pieces, utf16));
  const text = readUtf8(pieces);
  switch (detectFormat(first)) {
    case "ndjson":
      return withDamage(await importSessionFile(text.pieces, accept), text);
    case "json":
      return withDamage(await importHar(text.pieces, accept), text);
    default:
      // What is not read on has to be let go: a stream that waits keeps its file, or the process, open.
      await close();
      return { problem: first.length === 0 ? say("thisFileIsEmpty") : say("thisIsNotAFile") };
  }
}

/** JSON is UTF-8 (RFC 8259, 8.1): of what is another encoding it cannot be said what it was, only that it is lost. */
function withDamage(result: ImportResult, text: FileText): ImportResult {
  if ("problem" in result || !text.damaged()) return result;
  const { about } = result;
  return { about: { ...about, notes: [...about.notes, say("someBytesAreNoUtf8")] } };
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
