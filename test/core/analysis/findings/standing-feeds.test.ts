import { describe, expect, it } from "vitest";
import { analyse } from "../../../../src/core/analysis/report.ts";
import { createRandom } from "../../../support/random.ts";
import { START, sessionFromText } from "../../../support/session-from-text.ts";

const URL = "ws wss://a.example/";

/** Messages of a feed at a rate, whose steps vary by a share of themselves. */
function feed(from: number, to: number, step: number, jitter: number, type = "price"): [number, string][] {
  const random = createRandom(from + step);
  const lines: [number, string][] = [];
  for (let at = from; at < to; at += step * (1 + jitter * (random.integer(2001) / 1000 - 1)))
    lines.push([at, `< {"type":"${type}","value":${random.integer(90_000)}}`]);
  return lines;
}

const linesOf = (...parts: [number, string][][]) =>
  parts
    .flat()
    .sort(([a], [b]) => a - b)
    .map(([at, line]) => `${at.toFixed(3)}ms ${line}`);

/** What is said of feeds that stand still, so long after the beginning. */
function saidAt(lines: readonly string[], ms: number): string[] {
  const { findings } = analyse(sessionFromText({ [URL]: lines }), undefined, START + ms);
  return findings
    .filter(({ rule }) => rule === "silence" || rule === "feed-ended")
    .map(({ rule, severity }) => `${severity} ${rule}`);
}

const ASKED: [number, string][] = [[0, '> {"subscribe":"prices"}']];
const RATES = [
  { name: "20 Hz", step: 50, jitter: 0.1, stop: 3000, noticed: 2600 },
  { name: "5 Hz", step: 200, jitter: 0.1, stop: 3000, noticed: 2600 },
  { name: "1 Hz", step: 1000, jitter: 0.1, stop: 10_000, noticed: 9000 },
  { name: "20 Hz that jitters", step: 50, jitter: 0.9, stop: 3000, noticed: 2600 },
  { name: "5 Hz that jitters", step: 200, jitter: 0.9, stop: 6000, noticed: 5000 },
];

describe.each(RATES)("a feed at $name that stands still", ({ step, jitter, stop, noticed }) => {
  const until = 100 + step * 200;
  const before = feed(5000, until + 5000, step, jitter);
  const last = before.at(-1)?.[0] as number;
  const more = feed(last + stop, last + stop + step * 100, step, jitter);

  it("is told while it does, and afterwards", () => {
    expect(saidAt(linesOf(ASKED, before), last + 1500), "it may only be late").toEqual([]);
    expect(saidAt(linesOf(ASKED, before), last + noticed)).toEqual(["info feed-ended"]);
    const end = (more.at(-1)?.[0] as number) + 100;
    expect(saidAt(linesOf(ASKED, before, more), end)).toEqual(["warning silence"]);
  });

  it("is not told where it goes on, where the page gave it up, where the server said why, and where the connection ended", () => {
    const end = (more.at(-1)?.[0] as number) + 100;
    expect(saidAt(linesOf(ASKED, feed(5000, end, step, jitter)), end + 1500)).toEqual([]);
    const given: [number, string][] = [[last + 20, '> {"unsubscribe":"prices"}']];
    expect(saidAt(linesOf(ASKED, before, given), last + 60_000)).toEqual([]);
    const told: [number, string][] = [[last + 20, '< {"status":"market closed"}']];
    expect(saidAt(linesOf(ASKED, before, told), last + 60_000)).toEqual([]);
    const closed = [...linesOf(ASKED, before), `${(last + 40).toFixed(3)}ms closed 1000 page`];
    expect(saidAt(closed, last + 60_000)).toEqual([]);
  });
});

it("a feed that has gone on for some seconds only is told as well", () => {
  const short = feed(100, 4200, 50, 0.1);
  const last = short.at(-1)?.[0] as number;
  expect(saidAt(linesOf(short), last + 2400)).toEqual([]);
  expect(saidAt(linesOf(short), last + 2600)).toEqual(["info feed-ended"]);
});

describe("a feed that stands still for three seconds while others on its connection go on", () => {
  const others = feed(5000, 40_000, 330, 0.1, "trade");
  const parts = [feed(5000, 20_000, 50, 0.1), feed(23_000, 40_000, 50, 0.1)];

  it("is told while it does, and afterwards", () => {
    const during = linesOf(
      ASKED,
      parts[0] as [number, string][],
      others.filter(([at]) => at < 22_800),
    );
    expect(saidAt(during, 22_800)).toEqual(["info feed-ended"]);
    expect(saidAt(linesOf(ASKED, ...parts, others), 40_100)).toEqual(["info silence"]);
  });

  it("is not told where both sides of it are said", () => {
    const said: [number, string][] = [
      [19_990, '< {"event":"halted"}'],
      [22_990, '< {"event":"resumed"}'],
    ];
    expect(saidAt(linesOf(ASKED, ...parts, others, said), 40_100)).toEqual([]);
  });
});

it("what comes in bursts is no feed that stands still, while it pauses or afterwards", () => {
  const bursts = Array.from({ length: 12 }, (_, n) => feed(1000 + n * 9000, 3000 + n * 9000, 50, 0.2));
  for (const [step, jitter] of [
    [50, 0.2],
    [200, 0.9],
  ] as const) {
    const some = bursts.map((_, n) => feed(1000 + n * 9000, 4000 + n * 9000, step, jitter));
    expect(saidAt(linesOf(ASKED, ...some), 1000 + 11 * 9000 + 4000 + 4500)).toEqual([]);
    expect(saidAt(linesOf(ASKED, ...some), 1000 + 12 * 9000)).toEqual([]);
  }
});
