import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkJson } from "../../../src/core/format/check-json.ts";
import { runSlices } from "../../../src/core/format/slices.ts";

const isJson = (text: string) => runSlices(checkJson(text)).wrongAt === null;

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("checkJson", () => {
  it("takes what JSON.parse takes", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(4), (text, indent) => {
        expect(isJson(text)).toBe(true);
        expect(isJson(JSON.stringify(JSON.parse(text), null, indent))).toBe(true);
      }),
    );
  });

  it("refuses what JSON.parse refuses, wherever a sign is changed", () => {
    const signs = [...'{}[]",:\\0e.-+ \n\u0001tfnu1'];
    const broken = fc.tuple(fc.json(), fc.nat(), fc.constantFrom(...signs), fc.nat(1));
    fc.assert(
      fc.property(broken, ([text, place, sign, taken]) => {
        const at = place % (text.length + 1);
        const changed = text.slice(0, at) + sign + text.slice(at + taken);
        expect(isJson(changed)).toBe(parses(changed));
      }),
      { numRuns: 2000 },
    );
  });

  it("says where it is wrong", () => {
    const at = (text: string) => runSlices(checkJson(text)).wrongAt;
    expect([at('{"a":tru}'), at("[1,]"), at('{"a" 1}'), at("[1"), at("[1] 2"), at("")]).toEqual([
      5, 3, 5, 2, 4, 0,
    ]);
    expect([at("01"), at("[1.]"), at('"\\x"'), at('"\n"'), at("-"), at("\uFEFF1")]).toEqual([
      1, 2, 2, 1, 0, 0,
    ]);
  });

  it("needs no stack, and yields on the way", () => {
    const deep = "[".repeat(200_000) + "]".repeat(200_000);
    let yields = 0;
    const work = checkJson(deep);
    for (let step = work.next(); !step.done; step = work.next()) yields += 1;
    expect(yields).toBeGreaterThan(1);
    const long = checkJson(`"${"x".repeat(1_000_000)}"`);
    expect(long.next().done).toBe(false);
    expect(runSlices(long).wrongAt).toBeNull();
  });
});
