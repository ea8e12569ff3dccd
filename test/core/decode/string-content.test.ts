import fc from "fast-check";
import { expect, test } from "vitest";
import { readJson } from "../../../src/core/decode/json/json-value.ts";
import { readHeldJson, stringContent } from "../../../src/core/decode/json/string-content.ts";

const encoder = new TextEncoder();
const jsonOf = (json: string) => readJson(encoder.encode(json));

const escapes = fc.constantFrom(
  '\\"',
  "\\\\",
  "\\/",
  "\\b",
  "\\f",
  "\\n",
  "\\r",
  "\\t",
  "\\u00e4",
  "\\ud83d\\ude00",
);
const plain = fc.string().map((it) => JSON.stringify(it).slice(1, -1));

test("is what JSON.parse makes of the string", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(escapes, plain)), (pieces) => {
      const json = `"${pieces.join("")}"`;
      const value = jsonOf(json);
      if (value === null) throw new Error(`not read: ${json}`);
      expect([...stringContent(value)]).toEqual([...encoder.encode(JSON.parse(json))]);
    }),
  );
});

test("the JSON that a string holds is read", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (held) => {
      const text = JSON.stringify(held);
      const value = readHeldJson(jsonOf(JSON.stringify(text)));
      expect(value && new TextDecoder().decode(value.bytes.subarray(value.from, value.to))).toBe(text);
    }),
  );
});

test("of a string that holds none, and of what is no string, nothing is read", () => {
  for (const json of ['"text"', '"{\\\\"a\\\\":}"', "{}", "7"]) expect(readHeldJson(jsonOf(json))).toBe(null);
});
