import { describe, expect, it } from "vitest";
import { drawnBytes, repeatsItself } from "../../../../src/core/analysis/pairing/byte-content.ts";
import { createRandom, type Random } from "../../../support/random.ts";

const COUNT = 24;

function namesOf(make: (n: number, random: Random) => Iterable<number>): Uint8Array[] {
  const random = createRandom(7);
  return Array.from({ length: COUNT }, (_, n) => Uint8Array.from(make(n, random)));
}

const fill = (length: number, at: (index: number) => number): number[] =>
  Array.from({ length }, (_, index) => at(index) & 255);

const FILLS: Readonly<Record<string, (n: number, random: Random) => Iterable<number>>> = {
  "numbers in turn": (n) => fill(16, (at) => n * 3 + at),
  "numbers in turn, downwards": (n) => fill(16, (at) => n - at),
  "numbers by a step": (n) => fill(16, (at) => n + 7 * at),
  "numbers by a step of each message's own": (n) => fill(16, (at) => n * 5 + at * (n + 1)),
  "one byte again and again": (n) => fill(16, () => n * 11),
  "a pattern of four bytes, drawn once a message": (_, random) => {
    const pattern = random.bytes(4);
    return fill(16, (at) => pattern[at % 4] as number);
  },
  "a count that begins in turn, and a tail of zeros": (n) => fill(16, (at) => (at < 9 ? n + at : 0)),
};

describe("the bytes of a fill are not drawn one by one:", () => {
  for (const [name, make] of Object.entries(FILLS)) {
    it(name, () => {
      const names = namesOf(make);
      expect(drawnBytes(names)).toBeLessThanOrEqual(4);
      expect(repeatsItself(names)).toBe(true);
    });
  }
});

it("a count or a time has hardly any byte that is drawn", () => {
  expect(drawnBytes(namesOf((n) => [0, 0, 0, 0, 0, 0, 1, n]))).toBeLessThanOrEqual(1);
  const time = (n: number) => new Uint8Array(new Float64Array([1_767_268_800_000 + n * 137]).buffer);
  expect(drawnBytes(namesOf(time))).toBeLessThanOrEqual(4);
  expect(repeatsItself(namesOf((n) => [0, 0, n >> 4, n * 16]))).toBe(false);
});

it("prose is not drawn, however many letters stand at each place", () => {
  const words = ["what about noon?", "I am on the way.", "see you all soon", "nobody was there"];
  const text = (n: number) => new TextEncoder().encode(words[n % words.length]);
  expect(drawnBytes(namesOf(text))).toBe(0);
});

it("UUIDs and tokens are drawn", () => {
  const uuid = (_: number, random: Random) => {
    const bytes = random.bytes(16);
    bytes[6] = ((bytes[6] as number) & 15) | 64;
    return bytes;
  };
  expect(drawnBytes(namesOf(uuid))).toBeGreaterThanOrEqual(14);
  expect(repeatsItself(namesOf(uuid))).toBe(false);
});
