import { fromBase64 } from "../../export/base64.ts";
import type { Bytes } from "../../units.ts";
import { inflate } from "../bytes/inflate.ts";
import { DICTIONARY_DATA } from "./dictionary-data.ts";
import { TRANSFORMS } from "./transforms.ts";

/** For each length of words, how many there are, as a power of two (RFC 7932, section 8); 0: none. */
const WORD_BITS = [
  0, 0, 0, 0, 10, 10, 11, 11, 10, 10, 10, 10, 10, 9, 9, 8, 7, 7, 8, 7, 7, 6, 6, 5, 5,
] as const;

/** Where the words of each length begin. */
const WORD_STARTS = WORD_BITS.map((_, length) =>
  WORD_BITS.slice(0, length).reduce<number>((sum, bits, it) => sum + (bits === 0 ? 0 : it << bits), 0),
);

let words: Uint8Array | null = null;

/** All words, made when they are first needed. */
function allWords(): Uint8Array {
  words ??= inflate(fromBase64(DICTIONARY_DATA) as Uint8Array)?.bytes as Uint8Array;
  return words;
}

/** Writes the word `id` of a length to `out`, as it is asked for (section 8), and answers where it ends. Throws where there is none, or no room. */
export function writeWord(out: Uint8Array, at: Bytes, most: Bytes, length: number, id: number): Bytes {
  const bits = WORD_BITS[length] ?? 0;
  const transform = TRANSFORMS[id >>> bits];
  if (bits === 0 || transform === undefined) throw new Error("a word that there is not");
  const from = (WORD_STARTS[length] as number) + (id & ((1 << bits) - 1)) * length;
  const { prefix, change, count, suffix } = transform;
  const cutAhead = change === ">" ? Math.min(count, length) : 0;
  const kept = Math.max(0, length - cutAhead - (change === "<" ? count : 0));
  const start = at + prefix.length;
  const end = start + kept + suffix.length;
  if (end > at + most) throw new Error("a word that is too long");
  out.set(prefix, at);
  out.set(allWords().subarray(from + cutAhead, from + cutAhead + kept), start);
  if (change === "^") toUpperCase(out, start, start + kept, true);
  if (change === "*") toUpperCase(out, start, start + kept, false);
  out.set(suffix, start + kept);
  return end;
}

/** What the format takes for it: it is right for ASCII and Latin, and a rule without a meaning for the rest (section 8). */
function toUpperCase(out: Uint8Array, from: Bytes, to: Bytes, onlyFirst: boolean): void {
  let at = from;
  while (at < to) {
    const byte = out[at] as number;
    const [width, changed, by] =
      byte < 0xc0
        ? [1, at, byte >= 97 && byte <= 122 ? 32 : 0]
        : byte < 0xe0
          ? [2, at + 1, 32]
          : [3, at + 2, 5];
    // Of a character that does not end in the word only that is changed which is there.
    if (changed < to) out[changed] = (out[changed] as number) ^ by;
    if (onlyFirst) return;
    at += width;
  }
}
