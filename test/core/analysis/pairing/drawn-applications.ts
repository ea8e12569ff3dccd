import type { Random } from "../../../support/random.ts";
import type { Application } from "./applications.ts";

/** Times of a timer, of a frame's drawing, or of somebody who does something. */
type Pace = "timer" | "frame" | "person";
const PACES = ["timer", "frame", "person"] as const;

function* times(random: Random, pace: Pace, step: number, until: number): Iterable<[n: number, at: number]> {
  let at = 50 + random.integer(Math.ceil(step));
  for (let n = 0; at < until; n += 1) {
    yield [n, at];
    if (pace === "timer") at += step * (0.98 + random.integer(40) / 1000);
    else if (pace === "frame") at += step + random.integer(3) - 1;
    else at += step * (0.15 + random.integer(2000) / 1000) + (random.chance(0.1) ? step * 4 : 0);
  }
}

const stepOf = (random: Random): number =>
  random.pick([30, 50, 100, 200, 250, 333, 500, 1000, 2000]) * (0.9 + random.integer(200) / 1000);
const untilOf = (random: Random): number => 20_000 + random.integer(60_000);
const firstOf = (random: Random): number => random.pick([0, 1, 1, 1, 100, 1000, random.integer(100_000)]);

const COUNTS = ["id", "seq", "n", "rev", "tick", "version", "no", "frame", "idx", "msgId", "t", "k"];
const IDENTIFIERS = ["id", "reqId", "msgId", "callId", "rid"];

/** Nothing answers anything, whatever is drawn. */
export const SILENT_AS_DRAWN: Readonly<Record<string, Application>> = {
  "counts of both sides, called otherwise, at one rate": (random, traffic) => {
    const [until, step, first] = [untilOf(random), stepOf(random), firstOf(random)];
    const pace = random.pick(PACES);
    const own = random.pick(COUNTS);
    const others = random.pick(COUNTS.filter((it) => it !== own && !IDENTIFIERS.includes(it)));
    for (const [n, at] of times(random, pace, step, until))
      traffic.push(at, ">", { type: "state", [own]: first + n, x: random.integer(900) });
    for (const [n, at] of times(random, pace, step, until))
      traffic.push(at, "<", { type: "news", [others]: first + n, load: random.integer(100) });
  },
  "counts that both sides call alike, by timers of one rate": (random, traffic) => {
    const [until, step, first] = [untilOf(random), stepOf(random), firstOf(random)];
    const pace = random.pick(["timer", "frame"] as const);
    const name = random.pick(IDENTIFIERS);
    for (const [n, at] of times(random, pace, step, until))
      traffic.push(at, ">", { type: "state", [name]: first + n, x: random.integer(900) });
    for (const [n, at] of times(random, pace, step, until))
      traffic.push(at, "<", { type: "news", [name]: first + n, load: random.integer(100) });
  },
  "counts of both sides, each at its rate": (random, traffic) => {
    const until = untilOf(random);
    const [first, second] = [firstOf(random), firstOf(random)];
    const name = random.pick(COUNTS);
    for (const [n, at] of times(random, random.pick(PACES), stepOf(random), until))
      traffic.push(at, ">", { type: "state", [name]: first + n, x: random.integer(900) });
    for (const [n, at] of times(random, random.pick(PACES), stepOf(random), until))
      traffic.push(at, "<", { type: "news", [name]: second + n, load: random.integer(100) });
  },
  "clocks of sites, each of which says what it has seen of the page's": (random, traffic) => {
    const sites = ["b", "c", "d", "e"].slice(0, 1 + random.integer(4));
    const clocks = new Map(sites.map((it) => [it, random.pick([1, 1, 50])] as const));
    let own = random.pick([1, 1, 30]);
    const [share, gap, until] = [
      0.15 + random.integer(50) / 100,
      random.pick([100, 200, 350, 800]),
      untilOf(random),
    ];
    for (let at = 100; at < until; at += 50 + random.integer(gap)) {
      if (random.chance(share)) {
        traffic.push(at, ">", { site: "a", clock: own, op: "ins", deps: Object.fromEntries(clocks) });
        own += 1;
        continue;
      }
      const site = random.pick(sites);
      const clock = clocks.get(site) as number;
      const deps = { a: Math.max(0, own - 1 - random.integer(1 + random.integer(5))) };
      traffic.push(at, "<", { site, clock, op: "ins", deps });
      clocks.set(site, clock + 1);
    }
  },
  "inputs of each frame, and states that say which they have seen": (random, traffic) => {
    const until = 15_000 + random.integer(20_000);
    const own = random.pick([1000 / 60, 1000 / 30, 50]);
    // As often as inputs it would answer each of them.
    const states = own * random.pick([0.6, 2, 3]);
    const lag = 20 + random.integer(100);
    const said = random.pick(["last", "ack", "lastProcessed", "input"]);
    const first = firstOf(random);
    const sent: { at: number; input: number }[] = [];
    for (const [n, at] of times(random, "frame", own, until)) {
      sent.push({ at, input: first + n });
      traffic.push(at, ">", { seq: first + n, dx: random.integer(3) - 1, dy: random.integer(3) - 1 });
    }
    for (const [n, at] of times(random, "frame", states, until)) {
      const last = sent.findLast((it) => it.at < at - lag - random.integer(8));
      if (last !== undefined)
        traffic.push(at, "<", { tick: 5000 + n, [said]: last.input, x: random.integer(99) });
    }
  },
  "what is measured goes up by number, settings come down by theirs": (random, traffic) => {
    const until = untilOf(random);
    const [own, others] = [random.pick(COUNTS), random.pick(COUNTS)];
    const [first, second] = [firstOf(random), firstOf(random)];
    for (const [n, at] of times(random, "timer", stepOf(random), until))
      traffic.push(at, ">", {
        type: "telemetry",
        [own]: first + n,
        cpu: random.integer(100),
        temp: random.integer(80),
      });
    for (const [n, at] of times(random, "person", 500 + random.integer(4000), until))
      traffic.push(at, "<", {
        type: "config",
        [others]: second + n,
        limit: random.integer(100),
        target: random.integer(80),
      });
  },
};

/** A number of some bytes, the upper first, in hexadecimal digits. */
const hexOf = (value: number, bytes: number): string =>
  Math.floor(value % 2 ** (8 * bytes))
    .toString(16)
    .padStart(2 * bytes, "0");

/** The same in binary messages of a layout of their own. */
export const SILENT_AS_DRAWN_IN_BYTES: Readonly<Record<string, Application>> = {
  "sound of both sides, numbered and with a time": (random, traffic) => {
    const until = 5000 + random.integer(5000);
    const [first, second] = [random.integer(60_000), random.integer(60_000)];
    const each = random.pick([40, 60]);
    const packet = (n: number) =>
      `0x8060${hexOf(n, 2)}${hexOf(n * 960, 4)}${hexOf(random.integer(2 ** 31), 4)}`;
    for (const [n, at] of times(random, "frame", each, until)) traffic.push(at, ">", packet(first + n));
    for (const [n, at] of times(random, "frame", each, until)) traffic.push(at, "<", packet(second + n));
  },
};

/** How long until the next, where they come by chance. */
const gapOf = (random: Random, mean: number): number =>
  -mean * Math.log(1 - (random.integer(9999) + 0.5) / 10_000);

/** Each reply names its request by a small number, whatever is drawn. */
export const ASKING_AS_DRAWN: Readonly<Record<string, Application>> = {
  "one worker, which takes one after the other": (random, traffic) => {
    const name = random.pick(IDENTIFIERS);
    const [mean, load] = [100 + random.integer(400), 0.4 + random.integer(30) / 100];
    let [at, free] = [100, 0];
    for (let n = 1; n <= 60; n += 1) {
      at += gapOf(random, mean);
      const asked = traffic.ask(at, { [name]: n, do: random.pick(["read", "write"]) });
      free = Math.max(free, at + 5) + gapOf(random, mean * load);
      traffic.answer(free, asked, { [name]: n, ok: true, v: random.integer(99) });
    }
  },
  "a timer that asks": (random, traffic) => {
    const name = random.pick(IDENTIFIERS);
    const step = random.pick([200, 500, 1000, 2000]);
    const took = 10 + random.integer(step / 2);
    for (let n = 1, at = 100; n <= 60; n += 1, at += step + random.integer(5)) {
      const asked = traffic.ask(at, { [name]: n, get: "status" });
      traffic.answer(at + took + random.integer(8), asked, { [name]: n, cpu: random.integer(100) });
    }
  },
  "many under way, answered in any order": (random, traffic) => {
    const mean = 20 + random.integer(60);
    for (let n = 1, at = 100; n <= 100; n += 1) {
      at += gapOf(random, mean);
      const asked = traffic.ask(at, { k: n, do: "x" });
      traffic.answer(at + 10 + gapOf(random, mean * (3 + random.integer(5))), asked, {
        k: n,
        v: random.integer(99),
      });
    }
  },
  "many under way, over a long way": (random, traffic) => {
    const mean = 20 + random.integer(60);
    for (let n = 1, at = 100; n <= 100; n += 1) {
      at += gapOf(random, mean);
      const asked = traffic.ask(at, { k: n, do: "x" });
      traffic.answer(at + mean * 6 + random.integer(5), asked, { k: n, v: random.integer(99) });
    }
  },
  "streams side by side": (random, traffic) => {
    for (let n = 1, at = 100; n <= 25; n += 1) {
      at += 200 + gapOf(random, 500);
      const asked = traffic.ask(at, { s: n, watch: random.integer(9999) / 7 });
      let then = at + 30;
      for (let left = 1 + random.integer(20); left > 0; left -= 1) {
        traffic.answer(then, asked, { s: n, v: random.integer(999) });
        then += 20 + random.integer(60);
      }
    }
  },
};
