import { randomBytes } from "node:crypto";
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesUnpacked, inflate, MOST_INFLATED } from "../../../src/core/decode/bytes/inflate.ts";
import { looksRandom } from "../../../src/core/decode/bytes/looks-random.ts";
import { unpackGzip, unpackZlib } from "../../../src/core/decode/bytes/unpack.ts";
import { openNested } from "../../../src/core/decode/open-nested.ts";
import { readPayload } from "../../../src/core/decode/read-payload.ts";
import { decoderOf, toPlain } from "../../support/decode-conversation.ts";

const packers = [
  ["gzip", gzipSync, unpackGzip],
  ["zlib", deflateSync, unpackZlib],
  ["raw DEFLATE", deflateRawSync, inflate],
] as const;

describe.each(packers)("%s", (_, pack, unpack) => {
  test("gives back what zlib packed, at every level", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 5000 }), fc.nat({ max: 9 }), (bytes, level) => {
        const found = unpack(Uint8Array.from(pack(bytes, { level })));
        expect(found?.over).toBe(false);
        expect(found?.bytes).toEqual(bytes);
      }),
    );
  });

  test("of what is cut nothing, and of any other bytes no error", () => {
    const whole = Uint8Array.from(pack("a text, a text, and some more of the text".repeat(20)));
    for (let length = 0; length < whole.length - 9; length += 1) {
      expect(unpack(whole.subarray(0, length))).toBeNull();
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void unpack(bytes)));
  });

  test("what unpacks to very much is not unpacked whole", () => {
    const bomb = Uint8Array.from(pack(new Uint8Array(16 * 1024 * 1024), { level: 9 }));
    expect(bomb.length).toBeLessThan(100_000);
    const found = unpack(bomb);
    expect(found?.over).toBe(true);
    expect(found?.bytes.length).toBe(MOST_INFLATED);
  });
});

test("a message that unpacks to too much says so", () => {
  const small = gzipSync('{"a":1}');
  const bomb = gzipSync(new Uint8Array(10_000_000));
  const decoder = decoderOf([
    ["<", small],
    ["<", small],
    ["<", bomb],
  ]);
  expect(decoder.ids()).toEqual(["gzip"]);
  expect(decoder.decode(2)).toMatchObject([
    { problem: "it unpacks to more than 8.4 MB, and is not opened", from: 0, to: bomb.length },
  ]);
});

test("a stream of which the beginning is missing is not taken for one", () => {
  const end = [0, 0, 255, 255];
  const piece = Uint8Array.from([0xaa, 0x56, 0x4a, 0x2c, 0x28, ...end]);
  const decoder = decoderOf([
    ["<", piece],
    ["<", piece],
    ["<", piece],
  ]);
  expect(decoder.ids()).toEqual([]);
});

describe("a payload by itself", () => {
  test("is opened where it is gzip, also in base64", () => {
    const packed = gzipSync('{"a":[1,2]}');
    const { reading } = readPayload({ bytes: packed, binary: true, cut: false });
    expect(toPlain(openNested(reading.tree()))).toEqual({ a: ["1", "2"] });
    const text = new TextEncoder().encode(JSON.stringify({ data: packed.toString("base64") }));
    const nested = readPayload({ bytes: text, binary: false, cut: false });
    expect(toPlain(openNested(nested.reading.tree()))).toEqual({ data: { a: ["1", "2"] } });
  });

  test("is called opaque where its bytes are spread as those of a cipher", () => {
    const read = (bytes: Uint8Array) => readPayload({ bytes, binary: true, cut: false }).reading.summary;
    expect(read(randomBytes(600))).toMatch(/opaque/);
    expect(read(brotliCompressSync(randomBytes(3000).toString("base64")))).toMatch(/opaque/);
    expect(read(randomBytes(100))).not.toMatch(/opaque/);
    expect(read(new Uint8Array(Float64Array.from({ length: 300 }, (_, it) => it / 7).buffer))).not.toMatch(
      /opaque/,
    );
  });

  test("random bytes nearly always look so, and text never does", () => {
    const found = Array.from({ length: 1000 }, () => looksRandom(randomBytes(256))).filter(Boolean).length;
    expect(found).toBeGreaterThan(990);
    expect(looksRandom(new TextEncoder().encode("the quick brown fox ".repeat(100)))).toBe(false);
  });
});

describe("a stream that is made to waste time", () => {
  /** Messages of a stream, each of which unpacks to so many bytes. */
  function toStream(count: number, size: number): Uint8Array[] {
    return Array.from({ length: count }, (_, index) => {
      const text = Buffer.alloc(size, `{"op":${index}}`);
      const packed = deflateRawSync(text, { level: 9, finishFlush: constants.Z_SYNC_FLUSH });
      return Uint8Array.from(index === 0 ? [0x78, 0x9c, ...packed] : packed);
    });
  }

  test("is followed no further than it is worth, and its rows say so", () => {
    const messages = toStream(12, 4_000_000);
    const lines = messages.map((it) => ["<", it] as const);
    const facts = { url: "wss://host.example/?compress=zlib-stream" };
    const decoder = decoderOf(lines, facts, { pinned: ["zlib-stream"], refused: [] });
    const before = bytesUnpacked();
    const [last] = decoder.decode(11);
    expect(last?.summary).toMatch(/^packed, not followed: message \d of this connection unpacks to too much/);
    expect(last?.problem).toMatch(/unpacks to too much/);
    // What is told of the beginning, and what is followed of the rest.
    expect(bytesUnpacked() - before).toBeLessThan(80_000_000);
    expect(decoder.decode(1)[0]?.problem).toBeNull();
  });

  test("is followed in steps that what it unpacks to counts for", () => {
    const messages = toStream(8, 2_000_000);
    const lines = messages.map((it) => ["<", it] as const);
    const decoder = decoderOf(lines, {}, { pinned: ["zlib-stream"], refused: [] });
    decoder.prepareRecognition();
    let preparations = 0;
    let most = 0;
    for (let ready = false; !ready; preparations += 1) {
      const before = bytesUnpacked();
      ready = decoder.prepare(7, 100).ready;
      most = Math.max(most, bytesUnpacked() - before);
    }
    expect(preparations).toBeGreaterThan(3);
    expect(most).toBeLessThan(5_000_000);
  });
});
