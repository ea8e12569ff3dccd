import fc from "fast-check";
import { expect, test } from "vitest";
import { isTerminalText, stripAnsi } from "../../../src/core/decode/bytes/strip-ansi.ts";

test("takes out colours, movements, titles and character sets", () => {
  const text =
    "\u001b]0;title\u0007\u001b[?2004h\u001b[01;32muser\u001b[0m\u001b(B$ \u001b]8;;http://a\u001b\\link\u001b7\r\n";
  expect(stripAnsi(text)).toBe("user$ link\r\n");
  expect(isTerminalText(text)).toBe(true);
});

test.each(["plain\r\n", "\u001b what", "a\u0000\u001b[1m", ""])("is no terminal's text: %j", (text) => {
  expect(isTerminalText(text)).toBe(false);
});

test("ends at any text, and takes nothing but sequences", () => {
  const any = fc.array(fc.constantFrom("\u001b", "[", "]", "1", ";", "m", "\u0007", "\\", "x", "("), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(any, (signs) => {
      const text = signs.join("");
      expect(stripAnsi(text)).not.toContain("\u001b");
      if (!text.includes("\u001b")) expect(stripAnsi(text)).toBe(text);
    }),
  );
  expect(stripAnsi(`\u001b]${"x".repeat(1_000_000)}`).length).toBeGreaterThan(990_000);
});
