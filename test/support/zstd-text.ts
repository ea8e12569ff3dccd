import { createRandom } from "./random.ts";

/** Lines that repeat themselves in part, of so many bytes: what the fixtures of Zstandard hold. */
export function zstdText(size: number): Uint8Array {
  const random = createRandom(size);
  const words = Array.from({ length: 40 }, (_, index) => `word${random.integer(10 ** (index % 7))}`);
  let text = "";
  while (text.length < size) {
    text += `{"id":${random.integer(1e6)},"said":"${random.pick(words)} ${random.pick(words)}"}\n`;
  }
  return new TextEncoder().encode(text).subarray(0, size);
}
