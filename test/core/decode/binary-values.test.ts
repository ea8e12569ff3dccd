import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TreeNode } from "../../../src/core/decode/tree-node.ts";
import { cborFormat } from "../../../src/core/decode/values/cbor-format.ts";
import { msgpackFormat } from "../../../src/core/decode/values/msgpack-format.ts";
import { endOfBinaryValue } from "../../../src/core/decode/values/value-format.ts";
import { toValueText } from "../../../src/core/decode/values/value-text.ts";
import { toValueTree } from "../../../src/core/decode/values/value-tree.ts";
import { decoderOf } from "../../support/decode-conversation.ts";
import { encodeCbor, encodeMsgpack, type PlainValue } from "../../support/encode-values.ts";

const anyValue: fc.Arbitrary<PlainValue> = fc.letrec<{ value: PlainValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.string(),
    fc.uint8Array(),
    fc.array(tie("value"), { maxLength: 20 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 20, noNullPrototype: true }),
  ),
})).value;

function toValue(node: TreeNode): PlainValue {
  switch (node.kind) {
    case "null":
      return null;
    case "boolean":
      return node.text === "true";
    case "number":
      return Number(node.text);
    case "string":
    case "bytes":
      return node.value?.() ?? "";
    case "array":
      return node.children(0, node.count).map(toValue);
    default:
      return Object.fromEntries(node.children(0, node.count).map((it) => [String(it.key), toValue(it)]));
  }
}

const FORMATS = [
  ["msgpack", msgpackFormat, encodeMsgpack],
  ["cbor", cborFormat, encodeCbor],
] as const;

describe.each(FORMATS)("%s", (id, format, encode) => {
  test("reads what was encoded", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const bytes = encode(value);
        expect(endOfBinaryValue(format, bytes, 0)).toBe(bytes.length);
        // Neither format keeps the sign of zero in an integer; as text it is lost.
        expect(JSON.stringify(toValue(toValueTree(format, bytes, 0)))).toEqual(JSON.stringify(value));
        expect(toValueText(format, bytes, 0).length).toBeLessThanOrEqual(162);
      }),
    );
  });

  test("finds a value that was cut to be none", () => {
    fc.assert(
      fc.property(anyValue, fc.nat(), (value, at) => {
        const bytes = encode(value);
        const cut = bytes.subarray(0, at % bytes.length);
        expect(endOfBinaryValue(format, cut, 0)).toBeNull();
      }),
    );
  });

  test("is claimed after three messages that are maps with names, and not before", () => {
    const lines = [
      { type: "a", id: 1 },
      { type: "b", list: [1, { x: "ü" }] },
      { type: "c", data: new Uint8Array(9) },
    ].map((it) => ["<", encode(it as PlainValue)] as const);
    expect(decoderOf(lines.slice(0, 2)).ids()).toEqual([]);
    expect(decoderOf(lines).ids()).toEqual([id]);
    expect(
      decoderOf(lines)
        .all()
        .map(({ event, summary }) => `${event}: ${summary}`),
    ).toEqual([
      'a: {"type": "a", "id": 1}',
      'b: {"type": "b", "list": [1, {"x": "ü"}]}',
      'c: {"type": "c", "data": <00 00 00 00 00 00 00 00 …>}',
    ]);
  });

  test("is not taken for the other, whatever maps are sent", () => {
    const maps = fc.array(
      fc.dictionary(fc.stringMatching(/^\w{1,12}$/), anyValue, { minKeys: 1, maxKeys: 8 }),
      {
        minLength: 3,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(maps, (values) => {
        const ids = decoderOf(values.map((it) => ["<", encode(it as PlainValue)] as const)).ids();
        expect([[], [id]]).toContainEqual(ids);
      }),
    );
  });

  test("throws at no bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        if (endOfBinaryValue(format, bytes, 0) === null) return;
        toValueText(format, bytes, 0);
        toValue(toValueTree(format, bytes, 0));
      }),
      { numRuns: 3000 },
    );
  });
});

test("reads CBOR's indefinite lengths, tags and half floats (RFC 8949, appendix A)", () => {
  const text = (hex: string) => toValueText(cborFormat, Uint8Array.from(Buffer.from(hex, "hex")), 0);
  expect(text("bf61610161629f0203ffff")).toBe('{"a": 1, "b": [2, 3]}');
  expect(text("c11a514b67b0")).toBe("epoch(1363896240)");
  expect(text("f93e00")).toBe("1.5");
  expect(text("3bffffffffffffffff")).toBe("-18446744073709551616");
  expect(text("83f4f6f7")).toBe("[false, null, undefined]");
});

test("reads MessagePack's extensions and wide integers", () => {
  const text = (hex: string) => toValueText(msgpackFormat, Uint8Array.from(Buffer.from(hex, "hex")), 0);
  expect(text("d6ff514b67b0")).toBe("2013-03-21T20:04:00.000Z");
  expect(text("d5070102")).toBe("extension 7 <01 02>");
  expect(text("cfffffffffffffffff")).toBe("18446744073709551615");
  expect(text("d1ff00")).toBe("-256");
});
