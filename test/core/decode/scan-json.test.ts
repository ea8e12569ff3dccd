import fc from "fast-check";
import { expect, test } from "vitest";
import {
  elementOf,
  jsonLength,
  memberName,
  memberOf,
  readJson,
  readWholeJson,
  scalarOf,
  stringOf,
} from "../../../src/core/decode/json/json-value.ts";
import { JSON_CUT, scanJson } from "../../../src/core/decode/json/scan-json.ts";

const encoder = new TextEncoder();

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Text that is nearly JSON. */
const nearlyJson = fc
  .array(
    fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      '"a"',
      "\\",
      "\\u00e",
      "\\n",
      "1",
      "-",
      "0",
      ".",
      "e",
      "+",
      "true",
      "nul",
      "null",
      " ",
      "\t",
      "\u0001",
      "é",
      '{"a":',
      "[1,",
    ),
    { maxLength: 14 },
  )
  .map((it) => it.join(""));

test("says of any text what JSON.parse says", () => {
  fc.assert(
    fc.property(fc.oneof(nearlyJson, fc.string(), fc.json()), (text) => {
      expect(readJson(encoder.encode(text)) !== null).toBe(isJson(text));
    }),
    { numRuns: 3000 },
  );
});

test("whatever is cut from a JSON text, the beginning is cut and not wrong", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, at) => {
      const bytes = encoder.encode(text);
      const cut = bytes.subarray(0, at % bytes.length);
      const end = scanJson(cut, 0, cut.length);
      // A number may be whole already.
      expect(end === JSON_CUT || end >= 0).toBe(true);
    }),
  );
});

test("finds members and elements as JSON.parse does", () => {
  const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true });
  fc.assert(
    fc.property(value, (object) => {
      const read = readJson(encoder.encode(JSON.stringify(object)));
      const names = Object.keys(object);
      expect(read).not.toBeNull();
      if (read === null) return;
      expect(jsonLength(read)).toBe(names.length);
      expect(names.map((_, index) => memberName(read, index))).toEqual(names);
      for (const name of names.filter((it) => /^[ -~]+$/.test(it))) {
        const member = memberOf(read, name);
        const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
          read.bytes.subarray(member?.from, member?.to),
        );
        expect(text).toBe(JSON.stringify(object[name]));
      }
    }),
  );
});

test("reads names that are escaped, and the last of two", () => {
  const read = readJson(encoder.encode('{"a":1, "\\u0074ype" : "x\\ny", "a": 2}'));
  expect(stringOf(memberOf(read, "type"))).toBe("x\ny");
  expect(scalarOf(memberOf(read, "a"))).toBe("2");
});

test("reads what there is of a text that was cut", () => {
  const bytes = encoder.encode('{"type":"price","data":[1,2');
  expect(readJson(bytes)).toBeNull();
  const read = readJson(bytes, 0, bytes.length, true);
  expect(read?.whole).toBe(false);
  expect(stringOf(memberOf(read, "type"))).toBe("price");
  expect(memberOf(read, "data")).toBeNull();
});

test("does not mind how deep a text is", () => {
  const depth = 100_000;
  const bytes = encoder.encode("[".repeat(depth) + "]".repeat(depth));
  const read = readWholeJson(bytes);
  expect(read?.whole).toBe(true);
  expect(elementOf(read, 0)?.to).toBe(2 * depth - 1);
  const open = encoder.encode('{"a":'.repeat(depth));
  expect(readJson(open, 0, open.length, true)?.whole).toBe(false);
});

test("reads only the beginning of a long text for a row", () => {
  const bytes = encoder.encode(`{"type":"big","data":"${"x".repeat(3_000_000)}"}`);
  const read = readJson(bytes);
  expect(read?.whole).toBe(false);
  expect(stringOf(memberOf(read, "type"))).toBe("big");
  expect(readWholeJson(bytes)?.whole).toBe(true);
});
