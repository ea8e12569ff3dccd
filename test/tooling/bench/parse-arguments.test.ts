import { describe, expect, it } from "vitest";
import { parseBenchArguments } from "../../bench/parse-arguments.ts";

describe("the benchmark's command line", () => {
  it("needs nothing", () => {
    expect(parseBenchArguments([])).toEqual({
      browsers: ["chromium", "firefox"],
      parts: [
        "installed",
        "loads",
        "steady",
        "recording",
        "memory",
        "flood",
        "panel",
        "live",
        "network-panel",
        "decoding",
      ],
      rounds: 15,
      quick: false,
      json: null,
      date: null,
      build: true,
      help: false,
    });
  });

  it("chooses a browser, a number of rounds and a file", () => {
    const args = ["--browser", "firefox", "--rounds", "7", "--json", "out.json", "--date", "2031-05-17"];
    expect(parseBenchArguments(args)).toMatchObject({
      browsers: ["firefox"],
      rounds: 7,
      json: "out.json",
      date: "2031-05-17",
    });
  });

  it("is quick in 3 rounds, or as many as are asked for", () => {
    expect(parseBenchArguments(["--quick"])).toMatchObject({ quick: true, rounds: 3 });
    expect(parseBenchArguments(["--quick", "--rounds", "1"])).toMatchObject({ quick: true, rounds: 1 });
    expect(parseBenchArguments(["--no-build"])).toMatchObject({ build: false });
  });

  it("measures the parts that are named, in their own order", () => {
    expect(parseBenchArguments(["--part", "flood", "--part", "loads"]).parts).toEqual(["loads", "flood"]);
  });

  it("says what is wrong", () => {
    expect(() => parseBenchArguments(["--part", "speed"])).toThrow('not "speed"');
    expect(() => parseBenchArguments(["--browser", "lynx"])).toThrow('not "lynx"');
    for (const rounds of ["0", "2.5", "many", ""]) {
      expect(() => parseBenchArguments(["--rounds", rounds])).toThrow(`not "${rounds}"`);
    }
    expect(() => parseBenchArguments(["--date", "today"])).toThrow('not "today"');
    expect(() => parseBenchArguments(["--fast"])).toThrow("--fast");
  });
});
