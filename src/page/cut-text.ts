import { charCodeAt, sliceText } from "../core/wire/intrinsics.ts";

/**
 * The beginning of a text that takes at most so many bytes in UTF-8, cut between characters, and the size of all of it;
 * null where it fits. Nothing is encoded, and the beginning is no copy.
 */
export function cutText(text: string, maxBytes: number): { text: string; size: number } | null {
  const { length } = text;
  // A UTF-16 code unit takes at most three bytes (Encoding Standard).
  if (length * 3 <= maxBytes) return null;
  let size = 0;
  let end = -1;
  for (let index = 0; index < length; index += 1) {
    const unit = charCodeAt(text, index);
    const at = index;
    let bytes = unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
    // Both halves of a pair together take four bytes.
    if (unit >= 0xd800 && unit < 0xdc00 && (charCodeAt(text, index + 1) & 0xfc00) === 0xdc00) {
      bytes = 4;
      index += 1;
    }
    if (end < 0 && size + bytes > maxBytes) end = at;
    size += bytes;
  }
  return end < 0 ? null : { text: sliceText(text, 0, end), size };
}
