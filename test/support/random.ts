/** Pseudorandom choices that are the same in every run: mulberry32 over a seed. */
export interface Random {
  /** From 0 up to, but without, `below`. */
  integer(below: number): number;
  pick<T>(from: readonly T[]): T;
  chance(probability: number): boolean;
  bytes(length: number): Uint8Array<ArrayBuffer>;
  /** A text of so many characters that take one to four bytes each. */
  text(characters: number): string;
}

const ALPHABET = ["a", "b", "7", "{", '"', "é", "ß", "語", "€", "🎌", "𝄞", "\n"];

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (below: number) => Math.floor(next() * below);
  const pick = <T>(from: readonly T[]) => from[integer(from.length)] as T;
  return {
    integer,
    pick,
    chance: (probability) => next() < probability,
    bytes(length) {
      const made = new Uint8Array(length);
      for (let index = 0; index < length; index += 1) made[index] = integer(256);
      return made;
    },
    text: (characters) => Array.from({ length: characters }, () => pick(ALPHABET)).join(""),
  };
}
