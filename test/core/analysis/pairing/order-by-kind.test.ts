import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../../support/random.ts";
import { scoreTraffic } from "./score-traffic.ts";
import { createTraffic, type TrafficMaker } from "./traffic.ts";

const WORDS = ["lamp", "door", "fan", "heat", "horn", "pump"];
const LAST = 60_000;

/** Something that is said over and over. */
function over(random: Random, step: number, uneven: number, say: (at: number, n: number) => void): void {
  let n = 0;
  for (
    let at = random.integer(step);
    at < LAST;
    at += step * (1 - uneven / 2 + uneven * (random.integer(1000) / 1000))
  ) {
    say(at, n);
    n += 1;
  }
}

/** Requests that are answered in turn, beside what else is said. */
function turns(
  traffic: TrafficMaker,
  random: Random,
  uneven: number,
  ask: (n: number) => { request: unknown; reply: unknown },
): void {
  let at = 100;
  for (let n = 0; at < LAST; n += 1) {
    const { request, reply } = ask(n);
    const answered = at + 8 + random.integer(60);
    traffic.answer(answered, traffic.ask(at, request), reply);
    at = answered + 300 * (1 - uneven / 2 + uneven * (random.integer(1000) / 1000));
  }
}

const TALKS: Readonly<Record<string, (random: Random, traffic: TrafficMaker) => void>> = {
  "a console beside telemetry": (random, traffic) => {
    over(random, 180, 0.4, (at) =>
      traffic.push(at, "<", { tele: { rpm: random.integer(4000), t: random.integer(90) } }),
    );
    turns(traffic, random, 1.4, () => ({
      request: { cmd: `mean(${random.pick(WORDS)})` },
      reply: { ans: random.integer(999) / 7, shape: [1, 1] },
    }));
  },
  "questions among settings that nothing answers": (random, traffic) => {
    over(random, 700, 1, (at) => traffic.push(at, ">", `OUTP:${random.pick(["ON", "OFF"])}`));
    turns(traffic, random, 1.4, () => ({
      request: `MEAS:VOLT? (@${random.integer(4)})`,
      reply: (random.integer(99_999) / 1000).toExponential(4),
    }));
  },
  "replies by the request's name": (random, traffic) => {
    const kinds = ["Profile", "Inbox", "Basket", "Offers"];
    over(random, 260, 0.4, (at) =>
      traffic.push(at, "<", {
        type: random.pick(["PriceNotice", "PresenceNotice"]),
        v: random.integer(99),
      }),
    );
    turns(traffic, random, 0.5, (n) => ({
      request: { type: `${kinds[n % 4]}Request`, full: random.chance(0.5) },
      reply: { type: `${kinds[n % 4]}Response`, items: [random.integer(99)] },
    }));
  },
  "replies that say what was done": (random, traffic) => {
    over(random, 300, 0.4, (at) => traffic.push(at, "<", { load: random.integer(99) }));
    turns(traffic, random, 0.5, (n) => ({
      request: { do: WORDS[n % 5], dry: random.chance(0.5) },
      reply: { did: WORDS[n % 5], took: random.integer(30) },
    }));
  },
};

/** What only looks like it. */
const SILENT: Readonly<Record<string, (random: Random, traffic: TrafficMaker) => void>> = {
  "the same words of other people": (random, traffic) => {
    over(random, 900, 1, (at) => traffic.push(at, ">", { type: random.pick(["typing", "presence"]) }));
    over(random, 900, 1, (at) =>
      traffic.push(at, "<", { type: random.pick(["typingResponse", "presenceResponse"]), who: 1 }),
    );
  },
  "two timers of one pace": (random, traffic) => {
    over(random, 1000, 0.1, (at) => traffic.push(at, ">", { op: 3, d: { q: random.pick(WORDS) } }));
    over(random, 1000, 0.1, (at) => traffic.push(at, "<", { op: 4, d: { v: random.integer(99) } }));
  },
  "kinds that take turns on both sides": (random, traffic) => {
    const kinds = ["Profile", "Inbox", "Basket"];
    over(random, 1000, 0.1, (at, n) => traffic.push(at, ">", { type: `Get${kinds[n % 3]}` }));
    over(random, 1000, 0.1, (at, n) => traffic.push(at, "<", { type: `${kinds[n % 3]}Loaded`, v: 1 }));
  },
  "a world that the page answers": (random, traffic) => {
    over(random, 120, 0.6, (at) => {
      traffic.push(at, "<", { world: random.integer(99_999) });
      traffic.push(at + 8, ">", { input: random.integer(16) });
    });
  },
  "clicks, and offers": (random, traffic) => {
    over(random, 650, 1.2, (at) => traffic.push(at, ">", { click: random.pick(WORDS) }));
    over(random, 700, 1.2, (at) => traffic.push(at, "<", { offers: [random.integer(900)] }));
  },
  "replies of which others come unasked": (random, traffic) => {
    over(random, 2500, 1, (at) => traffic.push(at, "<", { ans: random.integer(999) }));
    turns(traffic, random, 1.4, () => ({
      request: { cmd: random.pick(WORDS) },
      reply: { ans: random.integer(999) },
    }));
  },
};

describe("replies in turn, of certain kinds", () => {
  for (const [name, talk] of Object.entries(TALKS)) {
    it(`pair: ${name}`, () => {
      for (const seed of [1, 2, 3, 4]) {
        const random = createRandom(seed * 577);
        const traffic = createTraffic();
        talk(random, traffic);
        const { by, wrong, found, all } = scoreTraffic(traffic);
        expect([seed, by, wrong]).toEqual([seed, ["order"], 0]);
        expect(found).toBeGreaterThanOrEqual(0.95 * all);
      }
    });
  }

  for (const [name, talk] of Object.entries(SILENT)) {
    it(`do not pair: ${name}`, () => {
      for (let seed = 1; seed <= 12; seed += 1) {
        const random = createRandom(seed * 577);
        const traffic = createTraffic();
        talk(random, traffic);
        expect([seed, scoreTraffic(traffic).by]).toEqual([seed, []]);
      }
    });
  }
});
