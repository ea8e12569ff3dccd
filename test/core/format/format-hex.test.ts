import { expect, it } from "vitest";
import { formatHexBytes } from "../../../src/core/format/format-hex.ts";

it("writes bytes for the clipboard in chunks that cannot be told apart, up to so many characters", () => {
  const bytes = new Uint8Array(70_000).fill(0xab);
  const { text, taken } = formatHexBytes(bytes, 1e6);
  expect([taken, text.length, /^(ab )+ab$/.test(text)]).toEqual([70_000, 209_999, true]);
  expect(formatHexBytes(bytes, 9)).toEqual({ text: "ab ab ab", taken: 3 });
});
