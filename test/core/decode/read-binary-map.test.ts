import { encode as encodeMsgpack } from "@msgpack/msgpack";
import { serialize as encodeBson } from "bson";
import { encode as encodeCbor } from "cborg";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readBinaryMap } from "../../../src/core/decode/values/read-binary-map.ts";

const VALUE = { event: "price", data: { symbol: "żółw", values: [1, 2.5, -3, true, null] } };
const ENCODERS = [encodeMsgpack, encodeCbor, encodeBson] as const;

test.each(ENCODERS.map((encode) => [encode.name, encode(VALUE)] as const))("a map of %s", (_, bytes) => {
  expect(readBinaryMap(bytes)).toEqual(VALUE);
  // A part of one is none, nor is one with more behind it.
  for (let to = 0; to < bytes.length; to += 1) expect(readBinaryMap(bytes.subarray(0, to))).toBe(undefined);
  expect(readBinaryMap(Uint8Array.of(...bytes, 0))).toBe(undefined);
});

test("CBOR that says that it is CBOR", () => {
  expect(readBinaryMap(Uint8Array.of(0xd9, 0xd9, 0xf7, ...encodeCbor(VALUE)))).toEqual(VALUE);
});

test("lists, texts and numbers are not looked into", () => {
  for (const value of [[1, 2], "text", 7, null]) {
    expect(readBinaryMap(encodeMsgpack(value))).toBe(undefined);
    const cbor = readBinaryMap(encodeCbor(value));
    expect(typeof cbor).not.toBe("object");
  }
});

test("any map that an application sends is read as its encoder meant it", () => {
  const value = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ noUnicodeString: false }), {
    maxKeys: 8,
  });
  fc.assert(
    fc.property(value, (it) => {
      const plain = JSON.parse(JSON.stringify(it));
      expect(readBinaryMap(encodeMsgpack(plain))).toEqual(plain);
      expect(readBinaryMap(encodeCbor(plain))).toEqual(plain);
    }),
  );
});

test("any bytes: nothing is thrown", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readBinaryMap(bytes)));
});
