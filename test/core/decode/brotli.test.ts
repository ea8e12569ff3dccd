import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unpackBrotli } from "../../../src/core/decode/brotli/unpack-brotli.ts";

const TEXT = Uint8Array.from(readFileSync(resolve(import.meta.dirname, "../../../docs/decoders.md")));

function pack(
  bytes: Uint8Array,
  quality: number,
  window: number,
  mode: number,
  distance: readonly number[] = [0, 0],
) {
  const [postfix = 0, direct = 0] = distance;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_LGWIN]: window,
    [constants.BROTLI_PARAM_MODE]: mode,
    [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
    [constants.BROTLI_PARAM_NDIRECT]: direct,
  };
  return Uint8Array.from(brotliCompressSync(bytes, { params }));
}

describe("Brotli", () => {
  const setting = fc.tuple(
    fc.nat({ max: 11 }),
    fc.constantFrom(10, 12, 16, 17, 18, 22, 24),
    fc.nat({ max: 2 }),
    fc.constantFrom([0, 0], [1, 6], [2, 32], [3, 120]),
  );
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }),
    fc.string({ unit: "grapheme", maxLength: 2000 }).map((it) => new TextEncoder().encode(it)),
    fc.tuple(fc.nat(), fc.nat({ max: 3000 })).map(([from, length]) => {
      const start = from % TEXT.length;
      return TEXT.slice(start, start + length);
    }),
    fc.nat({ max: 70_000 }).map((length) => new Uint8Array(length).fill(65)),
  );

  test("gives back what zlib packed, at any of its settings", () => {
    fc.assert(
      fc.property(content, setting, (bytes, [quality, window, mode, distance]) => {
        const found = unpackBrotli(pack(bytes, quality, window, mode, distance));
        expect(found).toEqual({ bytes, over: false });
      }),
      { numRuns: 30 },
    );
  });

  test("knows every way in which a word of the dictionary is written", () => {
    // The best compression looks for all of them.
    const words = ["time", "download", "background", "international", "información", "привет", "中国"];
    const ways = [
      (it: string) => `${it} the ${it} of the ${it}`,
      (it: string) => it.toUpperCase(),
      (it: string) => ` ${it.charAt(0).toUpperCase()}${it.slice(1)}="`,
      (it: string) => `${it.slice(1)}. This ${it.slice(0, -2)}ing `,
    ];
    for (const word of words) {
      for (const way of ways) {
        const bytes = new TextEncoder().encode(way(word));
        expect(unpackBrotli(pack(bytes, 11, 22, 1))).toEqual({ bytes, over: false });
      }
    }
  });

  test("of what is cut nothing, of what is followed by something neither, and of what is changed no error", () => {
    const packed = pack(TEXT.slice(0, 1500), 11, 22, 0);
    for (let length = 0; length < packed.length; length += 1) {
      expect(unpackBrotli(packed.subarray(0, length))).toBeNull();
    }
    expect(unpackBrotli(Uint8Array.from([...packed, 0]))).toBeNull();
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(changes, (made) => {
        const changed = packed.slice();
        for (const [at, byte] of made) changed[at % changed.length] = byte;
        expect(unpackBrotli(changed, 10_000)?.bytes.length ?? 0).toBeLessThanOrEqual(10_000);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void unpackBrotli(bytes, 10_000)),
      { numRuns: 1000 },
    );
  });

  test("what unpacks to very much is not unpacked whole", () => {
    const packed = pack(new Uint8Array(20 * 1024 * 1024), 5, 24, 0);
    expect(packed.length).toBeLessThan(1000);
    const found = unpackBrotli(packed, 100_000);
    expect(found?.over).toBe(true);
    expect(found?.bytes.length).toBeLessThanOrEqual(100_000);
  });

  test("bytes that tell of very many blocks take no time", () => {
    // Meta-blocks of one byte each, not packed; then empty ones, then nothing but zeros.
    const plain = new Uint8Array(256 * 1024);
    for (const pattern of [[0x10, 0x00, 0x08, 0x61], [0x06], [0x00], [0xff], [0x0c, 0x02]]) {
      for (let at = 0; at < plain.length; at += 1) plain[at] = pattern[at % pattern.length] as number;
      const from = performance.now();
      unpackBrotli(plain);
      expect(performance.now() - from).toBeLessThan(2000);
    }
  });
});
