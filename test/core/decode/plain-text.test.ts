import { expect, test } from "vitest";
import { plainText } from "../../../src/core/decode/bytes/plain-text.ts";

test.each([
  ["Fish &amp; <chips>", "Fish & <chips>"],
  ["&lt;a b=&quot;1&quot; c=&apos;2&apos;&gt;", `<a b="1" c='2'>`],
  ["&#379;&#xF3;&#x142;w &#128034;", "Żółw 🐢"],
  // What is told twice is meant once.
  ["&amp;lt;", "&lt;"],
  ["&nbsp; & &; &#0; &#x110000; &#99999999;", "&nbsp; & &; &#0; &#x110000; &#99999999;"],
])("%s", (text, meant) => {
  expect(plainText(text)).toBe(meant);
});
