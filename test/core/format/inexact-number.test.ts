import { describe, expect, it } from "vitest";
import { inexactNumber } from "../../../src/core/format/inexact-number.ts";

describe("inexactNumber", () => {
  it("says what JavaScript makes of numbers that it cannot hold", () => {
    expect(inexactNumber("12345678901234567890")).toBe("12345678901234567000");
    expect(inexactNumber("-9007199254740993")).toBe("-9007199254740992");
    expect(inexactNumber("0.10000000000000000001")).toBe("0.1");
    expect(inexactNumber("1234567890123456e400")).toBe("Infinity");
  });

  it("says nothing of those that it can, however they are written", () => {
    for (const written of [
      "1.50",
      "0",
      "-0.0",
      "9007199254740992",
      "1e400",
      "100000000000000000000",
      "1.000000000000000000",
    ]) {
      expect(inexactNumber(written)).toBeNull();
    }
    expect(inexactNumber("10000000000000000e-3")).toBeNull();
    expect(inexactNumber("1".repeat(20_000))).toBeNull();
  });
});
