import { describe, expect, it } from "vitest";
import { analyse, type Report } from "../../../../src/core/analysis/report.ts";
import { createRandom, type Random } from "../../../support/random.ts";
import { sessionFromText } from "../../../support/session-from-text.ts";

/** What is said in some hundred turns; `turn` answers when the next may begin. */
function reportOf(seed: number, turn: (random: Random, at: number, n: number) => Talk): Report {
  const random = createRandom(seed * 911);
  const lines: (readonly [number, string])[] = [];
  let at = 200;
  for (let n = 0; n < 120; n += 1) {
    const { said, next } = turn(random, at, n);
    lines.push(...said);
    at = next;
  }
  const ordered = lines.sort((a, b) => a[0] - b[0]).map(([when, text]) => `${when}ms ${text}`);
  return analyse(sessionFromText({ "ws wss://a.example/": ordered }));
}

interface Talk {
  readonly said: readonly (readonly [number, string])[];
  readonly next: number;
}

const pause = (random: Random, usual = 300): number => usual / 5 + random.integer(usual * 2);
const word = (random: Random): string => random.pick(["lamp", "door", "fan", "heat", "horn", "pump"]);
const SEEDS = [1, 2, 3, 4, 5];

describe("replies that name nothing", () => {
  it("pair by their order, where a request is alone under way", () => {
    for (const seed of SEEDS) {
      const report = reportOf(seed, (random, at) => {
        const reply = at + 4 + random.integer(30);
        const said = [
          [at, `> GET ${word(random)}`],
          [reply, `< :${random.integer(900)}`],
        ] as const;
        return { said, next: reply + pause(random) };
      });
      expect(report.roundTrips).toMatchObject([
        { pairedBy: "order", certainty: 0.6, pairs: 120, unanswered: 0 },
      ]);
      expect(report.messages.map(({ replyTo }) => replyTo)).toEqual(
        report.messages.map(({ direction }, index) => (direction === "sent" ? null : index - 1)),
      );
    }
  });

  it("are left alone while several requests are under way", () => {
    const report = reportOf(1, (random, at, n) => {
      const reply = at + 10 + random.integer(20);
      const said: [number, string][] = [
        [at, `> GET ${word(random)}`],
        [reply, `< :${random.integer(900)}`],
      ];
      // Answered in any order, as far as one can see.
      if (n % 10 === 0) said.push([at + 2, "> GET other"], [reply + 3, "< :1"]);
      return { said, next: reply + 10 + pause(random) };
    });
    expect(report.roundTrips).toMatchObject([{ pairedBy: "order", pairs: 108 }]);
  });

  const silent: Readonly<Record<string, (random: Random, at: number, n: number) => Talk>> = {
    "keys and their echo": (random, at) => {
      const key = random.pick([..."abcdefgh :;/-1234"]);
      return {
        said: [
          [at, `> ${key}`],
          [at + 8 + random.integer(20), `< ${key}`],
        ],
        next: at + 30 + pause(random),
      };
    },
    "two people who write to each other": (random, at) => {
      const reply = at + 900 + random.integer(4000);
      return {
        said: [
          [at, `> ${word(random)} and ${word(random)}`],
          [reply, `< ${word(random)}, then`],
        ],
        next: reply + pause(random, 2000),
      };
    },
    "turns of two players, one of them quick": (random, at) => {
      const reply = at + 100 + random.integer(600);
      return {
        said: [
          [at, `> {"move":"${word(random)}"}`],
          [reply, `< {"move":"${word(random)}"}`],
        ],
        next: reply + pause(random, 900),
      };
    },
    "a server's beat that the page answers": (random, at) => ({
      said: [
        [at, `< tick ${word(random)}`],
        [at + 2 + random.integer(6), `> input ${word(random)}`],
      ],
      next: at + 66,
    }),
    "a feed of the same kind beside": (random, at, n) => {
      const reply = at + 5 + random.integer(30);
      const said: [number, string][] = [
        [at, `> GET ${word(random)}`],
        [reply, `< :${random.integer(900)}`],
      ];
      if (n % 12 === 7) said.push([reply + 20, `< :${random.integer(900)}`]);
      return { said, next: reply + 40 + pause(random) };
    },
    "one reply that was lost": (random, at, n) => {
      const reply = at + 5 + random.integer(30);
      const said: [number, string][] = [[at, `> GET ${word(random)}`]];
      if (n !== 40) said.push([reply, `< :${random.integer(900)}`]);
      return { said, next: reply + pause(random) };
    },
    "pieces that go on when the one before has come": (random, at) => {
      const reply = at + 40 + random.integer(30);
      return {
        said: [
          [at, `> put ${word(random)}`],
          [reply, "< taken"],
        ],
        next: reply + 1 + random.integer(3),
      };
    },
    "too few": (random, at, n) => {
      const reply = at + 5 + random.integer(30);
      return {
        said:
          n > 25
            ? []
            : [
                [at, `> GET ${word(random)}`],
                [reply, `< :${random.integer(900)}`],
              ],
        next: reply + pause(random),
      };
    },
  };
  for (const [name, turn] of Object.entries(silent)) {
    it(`do not pair of ${name}`, () => {
      for (const seed of SEEDS) expect(reportOf(seed, turn).roundTrips, `seed ${seed}`).toEqual([]);
    });
  }
});
