import { afterInflated, inflate } from "../bytes/inflate.ts";
import { isZlibHeader } from "../bytes/unpack.ts";
import { createPackedStream } from "./packed-stream.ts";

/** A zlib stream (RFC 1950): Discord's `zlib-stream`. What comes next needs the last 32 kB that it unpacked to. */
export const zlibStream = createPackedStream<Uint8Array>({
  id: "zlib-stream",
  name: "zlib stream",
  kind: "zlib",
  mostPieces: 1000,
  mostPieceBytes: 16 * 1024 * 1024,
  begins: isZlibHeader,
  // A flush ends with an empty stored block (RFC 1951, section 3.2.4).
  isFlushed(last) {
    const at = last.length - 4;
    return at >= 0 && last[at] === 0 && last[at + 1] === 0 && last[at + 2] === 255 && last[at + 3] === 255;
  },
  unpack(bytes, before) {
    const found = inflate(before === null ? bytes.subarray(2) : bytes, before, false);
    return found === null ? null : { found, after: afterInflated(before, found) };
  },
});
