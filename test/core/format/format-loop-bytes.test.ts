import { expect, it } from "vitest";
import { formatLoopBytes, formatWastedBytes } from "../../../src/core/format/format-loop-bytes.ts";

const TOLD = { partHeaders: 0, unknownBodies: 0, unframedBodies: 0 };

it('says "at least" where a browser did not tell all bytes', () => {
  expect(formatLoopBytes(TOLD, 2048)).toBe("2.0 kB");
  expect(formatLoopBytes({ ...TOLD, unknownBodies: 1 }, 2048)).toBe("at least 2.0 kB");
});

it("says what was for nothing, and of nothing that it is", () => {
  const untold = { ...TOLD, partHeaders: 3 };
  expect(formatWastedBytes({ ...untold, empty: 0, wastedBytes: 0 })).toBe("0 B");
  expect(formatWastedBytes({ ...untold, empty: 2, wastedBytes: 0 })).toBe("at least 0 B");
});
