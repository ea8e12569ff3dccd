import { describe, expect, it } from "vitest";
import { analyse, type Report } from "../../../../src/core/analysis/report.ts";
import { createRandom, type Random } from "../../../support/random.ts";
import { sessionFromText } from "../../../support/session-from-text.ts";

type Line = readonly [number, string];

function reportOf(lines: readonly Line[]): Report {
  const ordered = [...lines].sort((a, b) => a[0] - b[0]).map(([at, text]) => `${at}ms ${text}`);
  return analyse(sessionFromText({ "ws wss://a.example/": ordered }));
}

const SEEDS = [1, 2, 3, 4, 5];
const hex = (random: Random, bytes: number): string =>
  Array.from({ length: bytes }, () => random.integer(256).toString(16).padStart(2, "0")).join("");
const WORDS = ["left", "right", "jump", "fire"];
/** As a page that tries an echo server out: texts and bytes of many lengths, again and again. */
const ROUND = [
  "hello",
  "emoji 👩‍👩‍👧 and ümläuts",
  "\\n",
  '{"id":1,"method":"say"}',
  "0x0001020304050607",
  "0xfafbfc",
  "some longer text ".repeat(50),
];

describe("what comes back as it was", () => {
  it("pairs with what was sent, by all of it, in whatever order, also where some are lost or come twice", () => {
    for (const seed of [1, 2]) {
      const random = createRandom(seed * 57);
      const lines: Line[] = [];
      let [at, lost, twice] = [100, 0, 0];
      for (let n = 0; n < 60; n += 1) {
        const said = `0x${hex(random, 24)}`;
        const reply = at + 2 + random.integer(900);
        lines.push([at, `> ${said}`]);
        if (n % 10 === 3) lost += 1;
        else lines.push([reply, `< ${said}`]);
        if (n % 10 === 7) {
          lines.push([reply + 5, `< ${said}`]);
          twice += 1;
        }
        at += 20 + random.integer(400);
      }
      lines.push([at + 30_000, "> 0x00000000"]);
      const { roundTrips, messages } = reportOf(lines);
      expect(roundTrips, `seed ${seed}`).toMatchObject([
        { pairedBy: "echo", pairs: 60 - lost, unanswered: lost, answeredTwice: twice },
      ]);
      const payloads = [...lines].sort((a, b) => a[0] - b[0]).map(([, text]) => text.slice(2));
      for (const [index, { replyTo }] of messages.entries()) {
        if (replyTo !== null) expect(payloads[replyTo]).toBe(payloads[index]);
      }
    }
  });

  it("pairs at even times, where what is said is of many kinds", () => {
    const lines = Array.from({ length: 40 }, (_, n): Line[] => [
      [700 * n, `> ${ROUND[n % ROUND.length]}`],
      [700 * n + 2, `< ${ROUND[n % ROUND.length]}`],
    ]).flat();
    expect(reportOf(lines).roundTrips).toMatchObject([{ pairedBy: "echo", pairs: 40, unanswered: 0 }]);
  });

  it("pairs at uneven times, though all of it is the same", () => {
    for (const seed of SEEDS) {
      const random = createRandom(seed * 77);
      let at = 100;
      const lines = Array.from({ length: 40 }, (): Line[] => {
        at += 100 + random.integer(900);
        return [
          [at, "> hello"],
          [at + 2 + random.integer(30), "< hello"],
        ];
      }).flat();
      expect(reportOf(lines).roundTrips, `seed ${seed}`).toMatchObject([{ pairedBy: "echo", pairs: 40 }]);
    }
  });

  const silent: Readonly<Record<string, (random: Random) => Line[]>> = {
    "two sides that count": (random) =>
      Array.from({ length: 60 }, (_, n): Line[] => [
        [1000 * n + random.integer(4), `> tick ${n}`],
        [1000 * n + 300 + random.integer(4), `< tick ${n}`],
      ]).flat(),
    "two sides that say the same all the time": (random) =>
      Array.from({ length: 60 }, (_, n): Line[] => [
        [1000 * n + random.integer(4), "> alive"],
        [1003 * n + 400 + random.integer(4), "< alive"],
      ]).flat(),
    "players with few words": (random) =>
      Array.from({ length: 80 }, (_, n): Line[] => [
        [300 * n + random.integer(200), `> ${random.pick(WORDS)}`],
        [300 * n + 40 + random.integer(200), `< ${random.pick(WORDS)}`],
      ]).flat(),
    "a room in which others speak as well": (random) =>
      Array.from({ length: 60 }, (_, n): Line[] => {
        const own = `0x${hex(random, 12)}`;
        const at = 500 * n + random.integer(200);
        return [
          [at, `> ${own}`],
          [at + 30 + random.integer(20), `< ${own}`],
          [at + 100 + random.integer(200), `< binary ${hex(random, 12)}`],
        ];
      }).flat(),
  };
  for (const [name, talk] of Object.entries(silent)) {
    it(`does not pair of ${name}`, () => {
      for (const seed of SEEDS) {
        const { roundTrips } = reportOf(talk(createRandom(seed * 131)));
        expect(roundTrips, `seed ${seed}`).toEqual([]);
      }
    });
  }
});
