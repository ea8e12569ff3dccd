import { charCodeAt } from "../core/wire/intrinsics.ts";

/** The bytes of a text in UTF-8, as TextEncoder makes them (a lone surrogate becomes U+FFFD), without making them. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = charCodeAt(text, index);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    // Both halves of a pair together take four bytes.
    if (unit >= 0xd800 && unit < 0xdc00 && (charCodeAt(text, index + 1) & 0xfc00) === 0xdc00) index += 1;
  }
  return bytes;
}
