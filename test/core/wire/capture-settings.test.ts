import { describe, expect, it } from "vitest";
import { DEFAULT_CAPTURE, isOff, limitsOf, parseCapture } from "../../../src/core/wire/capture-settings.ts";

describe("where Duplex is", () => {
  it("is everywhere, except on the sites that are off", () => {
    const settings = { ...DEFAULT_CAPTURE, off: ["shop.example"], only: ["other.example"] };
    expect(isOff(DEFAULT_CAPTURE, "https://shop.example/")).toBe(false);
    expect(isOff(settings, "https://shop.example/")).toBe(true);
    expect(isOff(settings, "https://other.example/")).toBe(false);
  });

  it("is only on some, or nowhere", () => {
    const settings = {
      ...DEFAULT_CAPTURE,
      sites: "only" as const,
      off: ["shop.example"],
      only: [] as string[],
    };
    expect(isOff(settings, "https://shop.example/")).toBe(true);
    expect(isOff({ ...settings, only: ["shop.example"] }, "https://shop.example/")).toBe(false);
    expect(isOff({ ...settings, only: ["shop.example"] }, "https://other.example/")).toBe(true);
  });

  it("names the limits that are not the usual ones", () => {
    expect(limitsOf(DEFAULT_CAPTURE)).toEqual([]);
    expect(limitsOf({ ...DEFAULT_CAPTURE, ring: "off", payload: "large" })).toEqual([
      "ring-off",
      "payload-large",
    ]);
  });

  it("reads what is kept, and takes the default for what it does not know", () => {
    const kept = {
      sites: "only",
      off: ["a.example"],
      only: ["*.b.example", "c.example:80"],
      serviceWorkers: ["d.example"],
      ring: "large",
      payload: "small",
      deep: true,
    };
    expect(parseCapture(kept)).toEqual(kept);
    for (const none of [undefined, null, "x", [], {}]) expect(parseCapture(none)).toEqual(DEFAULT_CAPTURE);
    expect(
      parseCapture({ sites: 1, off: [1, "*", " A.Example"], only: "b", ring: "huge", payload: 7 }),
    ).toEqual({
      ...DEFAULT_CAPTURE,
      off: ["a.example"],
    });
  });
});
