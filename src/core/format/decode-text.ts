import { createLongTextWriter, type LongText } from "./long-text.ts";
import type { Slices } from "./slices.ts";

/** Some milliseconds of work. */
const PIECE_BYTES = 1024 * 1024;

/** UTF-8 as text; what is malformed becomes U+FFFD, or, where `fatal`, throws. */
export function* decodeText(bytes: Uint8Array, fatal = false): Slices<LongText> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal });
  const text = createLongTextWriter();
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    text.add(decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true }));
    yield at / bytes.length;
  }
  text.add(decoder.decode());
  return text.done();
}
