import { describe, expect, it } from "vitest";
import { diffPayloads, MAX_DIFF_BYTES } from "../../../src/core/diff/diff-payloads.ts";
import { runSlices } from "../../../src/core/format/slices.ts";

const encoder = new TextEncoder();
const signs = { same: " ", removed: "-", added: "+", gap: "…" };

function compare(before: string | number[], after: string | number[]) {
  const side = (it: string | number[]) =>
    typeof it === "string"
      ? { bytes: encoder.encode(it), type: "text" as const }
      : { bytes: Uint8Array.from(it), type: "binary" as const };
  const diff = runSlices(diffPayloads(side(before), side(after)));
  if (typeof diff === "string") throw new Error(diff);
  return diff;
}
const lines = (before: string | number[], after: string | number[]) =>
  compare(before, after).lines.map(({ kind, place, text }) => `${signs[kind]}${place} ${text}`);

describe("diffPayloads", () => {
  it("compares JSON by its structure, whatever the order of members and white space between them", () => {
    expect(lines('{"a":1,"b":[1, 2]}', '{ "b": [1,2], "a": 1 }')).toEqual([]);
    expect(lines('{"a":1,"b":{"c":true,"d":null}}', '{"b":{"c":false,"e":"new"},"a":1.0}')).toEqual([
      '+$.b.e "new"',
      "-$.b.d null",
      "-$.b.c true",
      "+$.b.c false",
      "-$.a 1",
      "+$.a 1.0",
    ]);
    expect(lines('{"a b":1}', "{}")).toEqual(['-$["a b"] 1']);
    expect(lines('{"a":[1]}', '{"a":{"0":1}}')).toEqual(["-$.a [1]", '+$.a {"0":1}']);
  });

  it("sees that an element came in between, and compares those that stand for each other", () => {
    expect(lines("[1,2,3]", "[0,1,2,3]")).toEqual(["+$[0] 0"]);
    expect(lines('[{"id":1,"v":1},{"id":2}]', '[{"id":1,"v":2},{"id":2}]')).toEqual([
      "-$[0].v 1",
      "+$[0].v 2",
    ]);
    expect(lines("[1,2,3,4]", "[1,4]")).toEqual(["-$[1] 2", "-$[2] 3"]);
  });

  it("says nothing of what is the same", () => {
    expect(compare('{"a":[1,{"b":2}]}', '{"a":[1,{"b":2}]}').lines).toEqual([]);
    expect(compare("same\ntext", "same\ntext").lines).toEqual([]);
    expect(compare([1, 2], [1, 2]).lines).toEqual([]);
  });

  it("compares text line by line, with what is around", () => {
    const before = Array.from({ length: 12 }, (_, at) => `line ${at + 1}`);
    const after = before.with(6, "changed");
    expect(lines(before.join("\n"), after.join("\n"))).toEqual([
      "… 3",
      " 4 line 4",
      " 5 line 5",
      " 6 line 6",
      "-7 line 7",
      "+7 changed",
      " 8 line 8",
      " 9 line 9",
      " 10 line 10",
      "… 2",
    ]);
  });

  it("compares bytes by ranges", () => {
    expect(lines([1, 2, 3, 4, 5], [1, 9, 9, 4, 6])).toEqual([
      "-0001 02 03",
      "+0001 09 09",
      "-0004 05",
      "+0004 06",
    ]);
    expect(lines([1, 2, 3], [1, 7, 2, 3])).toEqual(["+0001 07"]);
    expect(compare([...Array(300).fill(1)], [...Array(300).fill(2)]).lines[0]?.cut).toBe(44);
  });

  it("ends, and says so, where there are too many differences or too many bytes", () => {
    const before = Array.from({ length: 3000 }, (_, at) => `a${at}`).join("\n");
    const after = Array.from({ length: 3000 }, (_, at) => `b${at}`).join("\n");
    expect(compare(before, after).limit).toMatch(/was not compared/);
    const many = (sign: string) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: 6000 }, (_, at) => [`k${at}`, sign])));
    expect(compare(many("a"), many("b"))).toMatchObject({ limit: expect.stringMatching(/not listed/) });
    const far = compare(
      new Array(30_000).fill(1),
      Array.from({ length: 30_000 }, (_, at) => at % 2),
    );
    expect(far.lines).toHaveLength(10_000);
    expect(far.limit).toMatch(/More than 5000 ranges differ/);
    const large = { bytes: new Uint8Array(MAX_DIFF_BYTES + 1), type: "binary" as const };
    expect(runSlices(diffPayloads(large, large))).toMatch(/up to 5 MB/);
  });

  it("compares what both mean, where that is told, by paths that no filter would take for the payload's", () => {
    const side = (decoded: string | null) => ({ bytes: Uint8Array.of(1), type: "binary" as const, decoded });
    expect(runSlices(diffPayloads(side('{"a":[1]}'), side('{"a":[2]}')))).toMatchObject({
      by: "decoded",
      lines: [
        { kind: "removed", place: "a[0]", text: "1" },
        { kind: "added", place: "a[0]", text: "2" },
      ],
    });
    expect(runSlices(diffPayloads(side("[]"), side(null)))).toMatchObject({ by: "bytes", lines: [] });
  });

  it("goes as deep as the texts do", () => {
    const deep = (value: number) => `${"[".repeat(3000)}${value}${"]".repeat(3000)}`;
    expect(compare(deep(1), deep(2)).lines).toHaveLength(2);
  });
});
