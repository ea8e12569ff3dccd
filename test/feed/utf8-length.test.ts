import { expect, it } from "vitest";
import { fitUtf8, measureUtf8, utf8Length } from "../../src/feed/utf8-length.ts";
import { createRandom } from "../support/random.ts";

const encoder = new TextEncoder();

it.each([
  "",
  "a",
  "é",
  "語",
  "🎌",
  "\ud83c",
  "\udf8c",
  "\ud83cx\udf8c",
  "\ud83c\ud83c\udf8c",
  "\u07ff\u0800",
])("counts %j as the encoder does", (text) => expect(utf8Length(text)).toBe(encoder.encode(text).length));

it("counts any text as the encoder does", () => {
  const random = createRandom(3);
  for (let index = 0; index < 200; index += 1) {
    const units = Array.from({ length: 20 }, () => random.pick([0x41, 0xe9, 0xd83c, 0xdf8c, 0xffff]));
    const text = String.fromCharCode(...units);
    expect(utf8Length(text)).toBe(encoder.encode(text).length);
  }
});

const PART = 16 * 1024;

/** Character by character, as the encoder makes each. */
function fitSlowly(text: string, from: number, maxBytes: number) {
  let end = from;
  let bytes = 0;
  for (const character of text.slice(from)) {
    const size = encoder.encode(character).length;
    if (bytes + size > maxBytes) break;
    bytes += size;
    end += character.length;
  }
  return { end, bytes };
}

it.each([
  ["a pair across two parts", `${"a".repeat(PART - 1)}🎌${"é".repeat(2 * PART)}`],
  ["half a pair at a part's end", `${"a".repeat(PART - 1)}\ud83c${"語".repeat(2 * PART)}`],
  ["pairs alone", `x${"🎌".repeat(2 * PART)}`],
  ["the second halves of pairs", "\udf8c".repeat(2 * PART + 5)],
])("measures a long text with %s as the encoder does", (_, text) => {
  const size = encoder.encode(text).length;
  expect(utf8Length(text)).toBe(size);
  for (const most of [0, 1, PART - 1, PART, 3 * PART - 1, 3 * PART, 3 * PART + 1, size - 1, size]) {
    const fit = fitSlowly(text, 0, most);
    expect(fitUtf8(text, 0, most)).toEqual(fit);
    expect(measureUtf8(text, most)).toEqual({ size, end: most < size ? fit.end : -1 });
  }
  expect(fitUtf8(text, 3, 2 * PART)).toEqual(fitSlowly(text, 3, 2 * PART));
});
