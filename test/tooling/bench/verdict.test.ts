import { describe, expect, it } from "vitest";
import type { InstalledRound } from "../../bench/installed/measure-installed.ts";
import { reportInstalled } from "../../bench/installed/report-installed.ts";
import { CONDITIONS } from "../../bench/recording/conditions.ts";
import type { RecordingRound } from "../../bench/recording/measure-recording.ts";
import { reportRecording } from "../../bench/recording/report-recording.ts";
import { comparePaired, formatVerdicts, judge, leastOf } from "../../bench/verdict.ts";

const roundOf = (round: number, condition: string, ms: number) => ({ round, condition, ms });

describe("a comparison", () => {
  const rounds = [
    ...[roundOf(0, "a", 1000), roundOf(0, "b", 1)],
    ...[roundOf(1, "a", 10), roundOf(1, "b", 12)],
    ...[roundOf(2, "b", 240), roundOf(2, "a", 200)],
    ...[roundOf(3, "a", 20), roundOf(3, "b", 21)],
  ];

  it("is of each round with itself, without the warm-up", () => {
    expect(comparePaired(rounds, "ms", ["b", "a"], "difference").median).toBe(2);
    expect(comparePaired(rounds, "ms", ["b", "a"], "ratio").median).toBeCloseTo(1.2);
    expect(comparePaired(rounds, "ms", ["a", "a"], "ratio")).toEqual({ median: 1, iqr: 0 });
  });
});

describe("a verdict", () => {
  const control = { median: 0.1, iqr: 0.4 };

  it("holds up to the bound, upwards or downwards", () => {
    const most = (median: number) => judge("x", { median, iqr: 9 }, control, { most: 1.5, unit: " µs" });
    expect(most(1.5)).toMatchObject({ bound: "≤ +1.5 µs", measured: "+1.50 µs", held: true });
    expect(most(1.51).held).toBe(false);
    expect(most(-0.2)).toMatchObject({ measured: "-0.20 µs", control: "+0.10 µs (0.40)", held: true });
    const least = (median: number) => judge("x", { median, iqr: 9 }, control, { least: 0.85, unit: "" });
    expect(least(0.84)).toMatchObject({ bound: "≥ 0.85", measured: "0.84", held: false });
    expect(least(0.85).held).toBe(true);
  });

  it("never asks for more than two equal things have", () => {
    expect(leastOf({ median: 1.1, iqr: 0.1 })).toBeCloseTo(0.9);
    expect(leastOf({ median: 0.95, iqr: 0.3 })).toBeCloseTo(0.85);
  });

  it("says in the table what is not held", () => {
    const table = formatVerdicts([
      { what: "one", bound: "≤ 1", measured: "2", control: "", held: false },
      { what: "two", bound: "≤ 1", measured: "1", control: "0 (1)", held: true },
    ]);
    expect(table.split("\n").map((line) => line.split("|").at(-2)?.trim())).toEqual([
      "held",
      "----",
      "NO",
      "yes",
    ]);
  });
});

describe("the report of a page with Duplex installed", () => {
  const round = (number: number, condition: InstalledRound["condition"], micros: number): InstalledRound => ({
    round: number,
    condition,
    pid: 7,
    receiveMicros: micros,
    sendTextMicros: micros,
    sendBinaryMicros: micros,
    receivedPerSecond: 1000 / micros,
  });

  it("compares with the page without it in the same round", () => {
    const rounds = [
      ...[round(1, "bare", 10), round(1, "bare-again", 10.1), round(1, "installed", 11)],
      ...[round(2, "installed", 21), round(2, "bare", 20), round(2, "bare-again", 20.1)],
    ];
    const { text, verdicts } = reportInstalled({ browser: "chromium", version: "1", rounds });
    expect(text).toContain("2 rounds in 1 renderer;");
    expect(verdicts.map(({ measured, held }) => `${measured} ${held}`)).toEqual([
      "+1.00 µs true",
      "+1.00 µs false",
      "+1.00 µs true",
      "0.93 false",
    ]);
  });
});

describe("the report of a recording", () => {
  const rounds = (recorded: number): RecordingRound[] =>
    [0, 1].flatMap((number) =>
      CONDITIONS.map(({ id, panel }) => ({
        round: number,
        condition: id,
        receivedPerSecond: panel === null ? 1000 : 900,
        receiveMicros: 1,
        sendTextMicros: 1,
        sendBinaryMicros: 1,
        sent: 10,
        received: 90,
        recorded: panel === null ? null : recorded,
        caughtUpMs: panel === null ? null : 5,
      })),
    );
  const load = { receive: 90, bursts: 1 };
  const verdictsOf = (recorded: number) =>
    reportRecording({ browser: "firefox", version: "1", load, rounds: rounds(recorded) }).verdicts;

  it("holds it against DevTools without Duplex", () => {
    expect(verdictsOf(100).map(({ measured }) => measured)).toEqual(
      [1, 2].flatMap(() => ["0.90", "0 of 200"]),
    );
    expect(verdictsOf(100).every(({ held }) => held)).toBe(true);
  });

  it("counts what is lost over all rounds, the warm-up too", () => {
    const lost = verdictsOf(98).filter(({ loss }) => loss);
    expect(lost).toMatchObject([
      { measured: "4 of 200", held: false },
      { measured: "4 of 200", held: false },
    ]);
  });
});
