import { expect, it } from "vitest";
import { formatElapsed } from "../../../src/core/format/format-elapsed.ts";

it.each([
  [0, "0.000"],
  [117.9, "0.117"],
  [12_003, "12.003"],
  [62_003, "1:02.003"],
  [3_599_999, "59:59.999"],
  [3_602_003, "1:00:02.003"],
  [90_062_003, "1 d 1:01:02.003"],
  [-120, "−0.120"],
  [Number.NaN, "–"],
])("writes %d ms as %s", (ms, text) => {
  expect(formatElapsed(ms)).toBe(text);
});
