import { describe, expect, it } from "vitest";
import { CODE_MESSAGE, FLAG_CHUNK, FLAG_RECEIVED, ROW_LENGTH } from "../../src/core/wire/batch.ts";
import type { Haul } from "../../src/core/wire/haul.ts";
import { divideLooks } from "../../src/feed/divide-looks.ts";
import { createRing } from "../../src/page/ring.ts";

interface Look {
  at: number;
  position: number;
  text: string;
  marks?: string;
}

function haulOf(...looks: Look[]): Haul {
  const ring = createRing(() => {});
  ring.evict(1000, 1e9);
  for (const { at, position, text, marks = "" } of looks) {
    const id = `${position}`;
    const flags = FLAG_RECEIVED | FLAG_CHUNK;
    ring.push(CODE_MESSAGE, at, 1, text.length, 0, flags, marks + id + text, null, marks.length, id.length);
  }
  return ring.peek(true) as Haul;
}

/** Each chunk as "TIME POSITION text". */
function divided(haul: Haul, bytesBefore = (_: number, units: number) => units): string[] {
  const { rows, count, text } = divideLooks(haul, bytesBefore);
  const said: string[] = [];
  let at = 0;
  for (let row = 0; row < count * ROW_LENGTH; row += ROW_LENGTH) {
    expect(rows[row + 6]).toBe(0);
    const start = at + (rows[row + 7] as number);
    const end = start + (rows[row + 3] as number);
    said.push(`${rows[row + 1]} ${text.slice(at, start)} ${text.slice(start, end)}`);
    at = end;
  }
  expect(at).toBe(text.length);
  return said;
}

describe("a look at a text that has grown", () => {
  it("is as many chunks as there came, each with its time; what came last has the look's", () => {
    const haul = haulOf({ at: 9, position: 2, text: "abcdefg", marks: " 5 4 7 7 " });
    expect(divided(haul)).toEqual(["5 2 ab", "7 4 cde", "9 7 fg"]);
  });

  it("goes by bytes, and leaves characters whole", () => {
    const haul = haulOf({ at: 9, position: 1, text: "ż🐢ab", marks: " 5 6 7 8 " });
    // Two bytes were one unit before it; of the turtle's four two are there at 5.
    expect(divided(haul, () => 2)).toEqual(["5 1 ż", "7 2 🐢", "9 4 ab"]);
  });

  it("goes on where another in the same haul has ended", () => {
    const haul = haulOf(
      { at: 3, position: 0, text: "żż", marks: " 1 2 " },
      { at: 6, position: 2, text: "abc", marks: " 5 6 " },
    );
    expect(divided(haul)).toEqual(["1 0 ż", "3 1 ż", "5 2 ab", "6 4 c"]);
  });

  it("is one chunk where the counts do not fit, as of what was compressed", () => {
    expect(divided(haulOf({ at: 9, position: 500, text: "abc", marks: " 5 20 7 40 " }))).toEqual([
      "9 500 abc",
    ]);
    expect(divided(haulOf({ at: 9, position: 0, text: "abc", marks: " 5 2000 " }))).toEqual(["5 0 abc"]);
  });

  it("says how much there had been where it found nothing, and nothing where that was told", () => {
    expect(divided(haulOf({ at: 9, position: 10, text: "", marks: " 5 30 9 0 " }))).toEqual(["9 30 "]);
    expect(divided(haulOf({ at: 9, position: 10, text: "", marks: " 5 10 " }))).toEqual([]);
  });

  it("is in parts that are not cut", () => {
    const chunks = divided(haulOf({ at: 9, position: 0, text: "🐢".repeat(600_000), marks: " 5 1 " }));
    expect(chunks.map((it) => it.length - it.lastIndexOf(" ") - 1)).toEqual([524_288, 524_288, 151_424]);
  });

  it("leaves other hauls alone", () => {
    const haul = haulOf({ at: 9, position: 0, text: "abc" });
    expect(divideLooks(haul, () => 0)).toBe(haul);
  });
});
