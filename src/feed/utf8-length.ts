import { charCodeAt } from "../core/wire/intrinsics.ts";

/** The bytes of a text in UTF-8, as TextEncoder makes them (a lone surrogate becomes U+FFFD), without making them. */
export function utf8Length(text: string): number {
  return measureUtf8(text, Infinity).size;
}

/** The same, and where the character begins with which it is more than so many; `end` is -1 where it is not. */
export function measureUtf8(text: string, maxBytes: number): { size: number; end: number } {
  let size = 0;
  let end = -1;
  for (let index = 0; index < text.length; index += 1) {
    const unit = charCodeAt(text, index);
    const at = index;
    size += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
    // Both halves of a pair together take four bytes.
    if (unit >= 0xd800 && unit < 0xdc00 && (charCodeAt(text, index + 1) & 0xfc00) === 0xdc00) {
      size += 1;
      index += 1;
    }
    if (end < 0 && size > maxBytes) end = at;
  }
  return { size, end };
}
