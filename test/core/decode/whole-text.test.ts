import { expect, test } from "vitest";
import { textIn } from "../../../src/core/decode/bytes/whole-text.ts";

const encoder = new TextEncoder();

test("short texts that were read before are never taken for others", () => {
  const words = ["b1", "b2", "1b", "é", "éé", "\u00c3\u00a9", "żół", "a", "", "next", "nexT", "🐢"];
  for (let first = 0; first < 256; first += 1) {
    // Bytes of which some are no UTF-8, beside texts that have the same codes as signs.
    const alone = Uint8Array.of(first, 0xa9);
    expect(textIn(alone, 0, 2)).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(alone));
    for (const word of words) {
      const bytes = encoder.encode(`${word}${String.fromCharCode(first)}`);
      expect(textIn(bytes, 0, bytes.length)).toBe(`${word}${String.fromCharCode(first)}`);
    }
  }
});
