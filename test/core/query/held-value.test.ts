import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { encode as encodeMsgpack } from "@msgpack/msgpack";
import { encode as encodeCbor } from "cborg";
import fc from "fast-check";
import { compress as compressLz4 } from "lz4js";
import { describe, expect, it } from "vitest";
import { bytesUnpacked } from "../../../src/core/decode/bytes/inflate.ts";
import { openNested } from "../../../src/core/decode/open-nested.ts";
import { readPayload } from "../../../src/core/decode/read-payload.ts";
import type { TreeNode } from "../../../src/core/decode/tree-node.ts";
import { someAtPath } from "../../../src/core/query/json-path.ts";

const ORDER = { order: { id: 7, name: "żółw", tags: ["a", "b", "c"] } };
const JSON_ORDER = Buffer.from(JSON.stringify(ORDER));

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const finds = (value: unknown, ...path: (string | number)[]) => someAtPath(value, path, (it) => it === 7);

describe("what a path goes on in", () => {
  it.each([
    ["JSON", base64(JSON_ORDER)],
    ["JSON in the alphabet of URLs", JSON_ORDER.toString("base64url")],
    ["JSON in a data URL", `data:application/json;base64,${base64(JSON_ORDER)}`],
    ["JSON in gzip", base64(gzipSync(JSON_ORDER))],
    ["JSON in zlib", base64(deflateSync(JSON_ORDER))],
    ["JSON in raw DEFLATE", base64(deflateRawSync(JSON_ORDER))],
    ["JSON in Brotli", base64(brotliCompressSync(JSON_ORDER))],
    ["JSON in LZ4", base64(Uint8Array.from(compressLz4(JSON_ORDER)))],
    ["MessagePack", base64(encodeMsgpack(ORDER))],
    ["CBOR in gzip", base64(gzipSync(encodeCbor(ORDER)))],
  ])("is %s in base64", (_, text) => {
    expect(finds({ a: [{ payload: text }] }, "a", 0, "payload", "order", "id")).toBe(true);
    expect(finds({ a: [{ payload: text }] }, "a", 0, "payload", "order", "name")).toBe(false);
  });

  it("is one in the other, as deep as the path goes", () => {
    const inner = JSON.stringify({ deep: base64(gzipSync(JSON_ORDER)) });
    expect(finds({ text: base64(Buffer.from(inner)) }, "text", "deep", "order", "id")).toBe(true);
    expect(finds({ text: inner }, "text", "deep", "order", "id")).toBe(true);
  });

  it("is no text that is not base64 to its end, nor one that merely unpacks", () => {
    for (const text of [
      `${base64(JSON_ORDER)}.`,
      `${base64(JSON_ORDER)} `,
      "e".repeat(64),
      "word ".repeat(20),
    ])
      expect(finds({ text }, "text", "order", "id")).toBe(false);
  });

  it("is what the detail shows: JSON in base64 has its members there, too", () => {
    const bytes = Buffer.from(JSON.stringify({ payload: base64(JSON_ORDER) }));
    const tree = openNested(readPayload({ bytes, binary: false, cut: false }).reading.tree());
    const at = (node: TreeNode | undefined, key: string) => node?.children(0, 9).find((it) => it.key === key);
    expect(at(at(at(tree, "payload"), "order"), "id")?.text).toBe("7");
    expect(at(tree, "payload")?.holds).toBe("JSON");
  });

  it("is no text at all, whatever it says, that throws", () => {
    const text = fc.oneof(
      fc.string(),
      fc.base64String({ minLength: 32 }),
      fc.uint8Array({ maxLength: 200 }).map((it) => base64(gzipSync(it))),
    );
    fc.assert(fc.property(text, (it) => void finds({ a: it }, "a", "b")));
  });
});

describe("what is packed to waste time", () => {
  it("is unpacked up to a bound, however many strings hold it", () => {
    const bomb = base64(gzipSync(new Uint8Array(7 * 1024 * 1024).fill(0x5b)));
    const value = { all: Array.from({ length: 2000 }, () => bomb) };
    const before = bytesUnpacked();
    const from = performance.now();
    expect(someAtPath(value, ["all", { every: true }, "x"], () => true)).toBe(false);
    expect(bytesUnpacked() - before).toBeLessThan(40 * 1024 * 1024);
    expect(performance.now() - from).toBeLessThan(3000);
  });
});
