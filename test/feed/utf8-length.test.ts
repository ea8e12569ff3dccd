import { expect, it } from "vitest";
import { utf8Length } from "../../src/feed/utf8-length.ts";
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
