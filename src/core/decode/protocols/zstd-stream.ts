import { isZstd } from "../zstd/unpack-zstd.ts";
import { endsWithBlock, unpackZstdStream, type ZstdContext } from "../zstd/unpack-zstd-stream.ts";
import { createPackedStream } from "./packed-stream.ts";

/** A frame of Zstandard (RFC 8878) that never ends: Discord's `zstd-stream`. What comes next needs its window, its tables and its last offsets. */
export const zstdStream = createPackedStream<ZstdContext>({
  id: "zstd-stream",
  name: "Zstandard stream",
  kind: "zstd",
  // Their blocks are looked for anew with each piece.
  mostPieces: 64,
  mostPieceBytes: 4 * 1024 * 1024,
  begins: isZstd,
  isFlushed: (_, all, before) => endsWithBlock(all(), before),
  unpack: unpackZstdStream,
});
