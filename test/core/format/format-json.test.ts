import { describe, expect, it } from "vitest";
import { formatJson, formatJsonPreview } from "../../../src/core/format/format-json.ts";
import { isJson, jsonRoot, listJsonEntries, readJsonString } from "../../../src/core/format/json-entries.ts";

const SAMPLES: unknown[] = [
  {},
  [],
  [[], {}, [[]]],
  { a: 1, b: [1, 2, { c: "d" }], "": null, e: { f: {} } },
  ['with "quotes" and \\ and \\\\" and { [ , : ] }', "\u0000\u2028"],
  { 'key "} ,': ["]", "}"] },
  [1.5e-7, -3, true, false, null],
];

describe("formatJson", () => {
  it("indents as JSON.stringify does, whatever the white space before", () => {
    for (const sample of SAMPLES) {
      const pretty = JSON.stringify(sample, null, 2);
      for (const text of [JSON.stringify(sample), pretty, ` \n${JSON.stringify(sample, null, "\t")} `]) {
        expect(formatJson(text)).toBe(pretty);
      }
    }
  });

  it("keeps every digit", () => {
    expect(formatJson("[12345678901234567890, 1.50]")).toBe("[\n  12345678901234567890,\n  1.50\n]");
  });

  it("says where a preview ends", () => {
    const text = JSON.stringify({ a: "x".repeat(200) });
    expect(formatJsonPreview(text, jsonRoot(text))).toMatch(/^\{"a":"x+…$/);
    expect(formatJsonPreview("[1,  2]", jsonRoot("[1,  2]"))).toBe("[1, 2]");
  });
});

describe("listJsonEntries", () => {
  it("finds what JSON.parse finds", () => {
    for (const sample of SAMPLES) {
      for (const text of [JSON.stringify(sample), JSON.stringify(sample, null, 3)]) {
        const entries = listJsonEntries(text, jsonRoot(text));
        const found = entries.map(({ key, start, end }) => [String(key), JSON.parse(text.slice(start, end))]);
        expect(found).toEqual(Object.entries(sample as object));
      }
    }
  });

  it("keeps keys that occur twice", () => {
    const text = '{"a":1,"a":2}';
    expect(listJsonEntries(text, jsonRoot(text))).toHaveLength(2);
    expect(readJsonString('"\\u00e9"', { kind: "string", start: 0, end: 8 })).toBe("é");
  });
});

describe("isJson", () => {
  it("takes objects and arrays for JSON, and nothing else", () => {
    expect(["{}", " [1]\n"].map(isJson)).toEqual([true, true]);
    expect(["1", '"a"', "[1,]", "{a:1}", "", "42[]"].map(isJson)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
