import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { decompress as decompressZstd } from "fzstd";
import { compress as compressLz4, decompress as decompressLz4 } from "lz4js";
import { describe, expect, test } from "vitest";
import { unpackLz4 } from "../../../src/core/decode/bytes/unpack-lz4.ts";
import { openNested } from "../../../src/core/decode/open-nested.ts";
import { readPayload } from "../../../src/core/decode/read-payload.ts";
import type { TreeNode } from "../../../src/core/decode/tree-node.ts";
import { unpackZstd } from "../../../src/core/decode/zstd/unpack-zstd.ts";
import { decoderOf, toPlain } from "../../support/decode-conversation.ts";
import { zstdText } from "../../support/zstd-text.ts";

const FOLDER = resolve(import.meta.dirname, "../../fixtures/zstd");

/** Written by zstd 1.5.4; the number in a name is the size of what it holds. */
const FILES = readdirSync(FOLDER).map((name) => {
  return {
    name,
    size: Number(name.split(".")[1]),
    bytes: Uint8Array.from(readFileSync(resolve(FOLDER, name))),
  };
});

describe("Zstandard", () => {
  test.each(FILES)("unpacks $name", ({ size, bytes }) => {
    expect(unpackZstd(bytes)).toEqual({ bytes: zstdText(size), over: false });
    if (size > 0) expect(decompressZstd(bytes)).toEqual(zstdText(size));
  });

  test("unpacks frames one after the other", () => {
    const joined = Uint8Array.from(FILES.flatMap(({ bytes }) => [...bytes]));
    const length = FILES.reduce((sum, { size }) => sum + size, 0);
    expect(unpackZstd(joined)?.bytes.length).toBe(length);
  });

  test("of what is cut nothing, and of what is changed no error, and no more than it may be", () => {
    const small = FILES.filter(({ bytes }) => bytes.length < 15_000);
    for (const { bytes } of small.filter((it) => it.bytes.length < 1000)) {
      for (let length = 0; length < bytes.length; length += 1) {
        expect(unpackZstd(bytes.subarray(0, length))).toBeNull();
      }
    }
    fc.assert(
      fc.property(
        fc.constantFrom(...small),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 }),
        ({ bytes }, changes) => {
          const changed = bytes.slice();
          for (const [at, byte] of changes) changed[at % changed.length] = byte;
          expect(unpackZstd(changed, 100_000)?.bytes.length ?? 0).toBeLessThanOrEqual(100_000);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("refuses a table whose only symbol never ends, which keeps others busy for ever", () => {
    // A compressed block; the weights of its literals' code are in a table of one symbol, which takes no bits.
    const code = [4, 0xf0, 0x03, 0x00, 0x08, 0x01];
    const literals = 2 | (8 << 4) | (code.length << 14);
    const block = [literals & 255, (literals >> 8) & 255, literals >> 16, ...code, 0];
    const head = (block.length << 3) | (2 << 1) | 1;
    const frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, head & 255, head >> 8, head >> 16, ...block];
    expect(unpackZstd(Uint8Array.from(frame))).toBeNull();
  });

  test("what unpacks to very much is not unpacked whole", () => {
    // Blocks of 128 kB of one letter.
    const block = [
      ((131_072 << 3) | 2) & 255,
      ((131_072 << 3) >> 8) & 255,
      ((131_072 << 3) >> 16) & 255,
      0x61,
    ];
    const blocks = Array.from({ length: 200 }, () => block).flat();
    const frame = Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, ...blocks]);
    const found = unpackZstd(frame);
    expect(found?.over).toBe(true);
    expect(found?.bytes.length).toBe(8 * 1024 * 1024);
  });
});

describe("a stream of Zstandard, flushed after each message", () => {
  const { texts, streams } = JSON.parse(
    readFileSync(resolve(FOLDER, "../zstd-stream/flushed.json"), "utf8"),
  ) as { texts: string[]; streams: { level: number; windowLog: number; messages: string[] }[] };

  test.each(streams)("at level $level with a window of 2^$windowLog bytes", ({ messages }) => {
    const all = messages.map((it) => ["<", Uint8Array.from(Buffer.from(it, "base64"))] as const);
    const decoder = decoderOf(all);
    expect(decoder.ids()[0]).toBe("zstd-stream");
    const read = (index: number) => toPlain(decoder.decode(index)[0]?.tree() as TreeNode);
    const written = (index: number) => {
      const { op, s, t, d } = JSON.parse(texts[index] as string);
      return { op: String(op), s: String(s), t, d };
    };
    // In any order: what was unpacked for a later one is not what an earlier one needs.
    for (const index of [59, 0, 30, 31, 2, 58, 1]) expect(read(index)).toEqual(written(index));
    for (let index = 0; index < texts.length; index += 1) expect(read(index)).toEqual(written(index));
  });

  test("is not read without its beginning", () => {
    const lines = (streams[0]?.messages ?? []).slice(1).map((it) => {
      return ["<", Uint8Array.from(Buffer.from(it, "base64"))] as const;
    });
    expect(decoderOf(lines).ids()).not.toContain("zstd-stream");
  });
});

describe("LZ4", () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }),
    fc.nat({ max: 200_000 }).map((size) => zstdText(size)),
  );

  test("gives back what lz4js packed, as it does itself", () => {
    fc.assert(
      fc.property(content, (bytes) => {
        const packed = Uint8Array.from(compressLz4(bytes));
        expect(unpackLz4(packed)).toEqual({ bytes, over: false });
        if (bytes.length > 0) expect(Uint8Array.from(decompressLz4(packed))).toEqual(bytes);
      }),
      { numRuns: 40 },
    );
  });

  test("of what is cut nothing, and of what is changed no error", () => {
    const packed = Uint8Array.from(compressLz4(zstdText(2000)));
    for (let length = 0; length < packed.length; length += 1) {
      expect(unpackLz4(packed.subarray(0, length))).toBeNull();
    }
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 255 }), (at, byte) => {
        const changed = packed.slice();
        changed[at % changed.length] = byte;
        void unpackLz4(changed, 10_000);
      }),
    );
  });
});

test("a payload by itself is opened where it is Zstandard or LZ4", () => {
  const text = new TextEncoder().encode('{"a":[1,2]}');
  const raw = [...text];
  const zstd = [0x28, 0xb5, 0x2f, 0xfd, 0x20, text.length, (text.length << 3) | 1, 0, 0, ...raw];
  for (const bytes of [Uint8Array.from(zstd), Uint8Array.from(compressLz4(text))]) {
    const { reading } = readPayload({ bytes, binary: true, cut: false });
    expect(toPlain(openNested(reading.tree()))).toEqual({ a: ["1", "2"] });
  }
});
