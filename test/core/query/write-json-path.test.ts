import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJsonPath } from "../../../src/core/query/json-path.ts";
import { parseQuery } from "../../../src/core/query/parse-query.ts";
import { addToQuery, writeJsonPath, writeJsonTest } from "../../../src/core/query/write-json-path.ts";

describe("writeJsonPath", () => {
  it("writes names and indexes as the language reads them", () => {
    expect(writeJsonPath([])).toBe("$");
    expect(writeJsonPath(["data", 3, "a-b", "two words", 'say "it"', ""])).toBe(
      `$.data[3].a-b["two words"]['say "it"'][""]`,
    );
    expect(writeJsonPath([`both " and '`])).toBeNull();
    expect(writeJsonPath(["ends\\"])).toBeNull();
  });

  it("is read back as it was, or is not written at all", () => {
    const steps = fc.array(fc.oneof(fc.string(), fc.nat(999_999_999)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(steps, (wanted) => {
        const text = writeJsonPath(wanted);
        if (text === null) return;
        expect(parseJsonPath(text, 0)).toEqual({ steps: wanted, end: text.length });
        expect(parseQuery(text).query).toEqual({ type: "json", path: wanted, test: null });
      }),
    );
  });
});

describe("writeJsonTest", () => {
  it("asks for a value as it is written, and of what is none for the place", () => {
    expect(writeJsonTest(["price"], "1.50")).toBe("$.price=1.50");
    expect(writeJsonTest(["ok"], "true")).toBe("$.ok=true");
    expect(writeJsonTest(["name"], '"two \\"words\\""')).toBe('$.name="two \\"words\\""');
    expect(writeJsonTest(["list"], null)).toBe("$.list");
    expect(writeJsonTest(["text"], JSON.stringify("x".repeat(1000)))).toBe("$.text");
    expect(writeJsonTest([], "1")).toBeNull();
  });

  it("is a filter that can be read, whatever the value", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const text = writeJsonTest(["a"], JSON.stringify(value));
        expect(parseQuery(text ?? "").query).toMatchObject({ type: "json", test: { value, quoted: true } });
      }),
    );
  });
});

describe("addToQuery", () => {
  it("adds a part that must match too, once", () => {
    expect(addToQuery("", "$.a=1")).toBe("$.a=1");
    expect(addToQuery(" dir:sent ", "$.a=1")).toBe("dir:sent $.a=1");
    expect(addToQuery("a or b", "$.a=1")).toBe("(a or b) $.a=1");
    expect(addToQuery("(a or b)", "$.a=1")).toBe("(a or b) $.a=1");
    expect(addToQuery("(a) or (b)", "$.a=1")).toBe("((a) or (b)) $.a=1");
    expect(addToQuery("dir:sent $.a=1", "$.a=1")).toBe("dir:sent $.a=1");
    expect(addToQuery("size>many", "$.a=1")).toBe("$.a=1");
  });
});
