import type { Application } from "./applications.ts";
import { bytes, every } from "./byte-layouts.ts";

/** What each side says of what it has heard last answers nothing. */
export const SILENT_STATES: Readonly<Record<string, Application>> = {
  "clocks of two replicas, each with what it has seen of the other": (random, traffic) => {
    const seen = { page: 0, server: 0 };
    const own = { page: 0, server: 0 };
    const said: [number, () => void][] = [];
    for (const [, at] of every(random, 240, 24_000, 200))
      said.push([
        at,
        () => {
          own.page += 1;
          traffic.push(at, ">", { v: { a: own.page, s: seen.page }, put: `k${random.integer(9)}` });
          seen.server = own.page;
        },
      ]);
    for (const [, at] of every(random, 260, 24_000, 200))
      said.push([
        at,
        () => {
          own.server += 1;
          traffic.push(at, "<", { v: { a: seen.server, s: own.server }, put: `k${random.integer(9)}` });
          seen.page = own.server;
        },
      ]);
    for (const [, say] of said.sort(([a], [b]) => a - b)) say();
  },
  "places that both sides tell and number, nearly as often": (random, traffic) => {
    const tell = (arrow: ">" | "<", step: number, jitter: number) => {
      for (const [n, at] of every(random, step, 24_000, jitter))
        traffic.push(at, arrow, {
          id: n + 1,
          lat: 52 + random.integer(1e6) / 1e6,
          lon: 13 + random.integer(1e6) / 1e6,
        });
    };
    tell("<", 400, 40);
    tell(">", 410, 120);
  },
  "inputs of a game, and its state at nearly the same rate": (random, traffic) => {
    const sent: { at: number; n: number }[] = [];
    for (const [n, at] of every(random, 50, 20_000, 4)) {
      sent.push({ at, n: n + 1 });
      traffic.push(at, ">", { id: n + 1, dx: random.integer(3), dy: random.integer(3) });
    }
    for (const [n, at] of every(random, 48, 20_000, 4)) {
      const last = sent.findLast((it) => it.at < at - 35);
      if (last !== undefined) traffic.push(at, "<", { tick: 7000 + n, ack: last.n, x: random.integer(99) });
    }
  },
  "sites that count their edits, each with about what it has seen of the page's": (random, traffic) => {
    const seen: Record<string, number> = { b: 1, c: 1 };
    let own = 30;
    for (let at = 100; at < 45_000; at += 50 + random.integer(200)) {
      if (random.chance(0.18)) {
        traffic.push(at, ">", { site: "a", clock: own, op: "ins", deps: { ...seen } });
        own += 1;
        continue;
      }
      const site = random.pick(["b", "c"]);
      const a = Math.max(0, own - 1 - random.integer(1 + random.integer(5)));
      traffic.push(at, "<", { site, clock: seen[site], op: "ins", deps: { a } });
      seen[site] = (seen[site] ?? 0) + 1;
    }
  },
  "inputs of a game by a byte that begins again, and its state that says which was the last": (
    random,
    traffic,
  ) => {
    const sent: { at: number; n: number }[] = [];
    const noise = (count: number) => Array.from({ length: count }, () => random.integer(256));
    for (const [n, at] of every(random, 33, 22_000, 4)) {
      sent.push({ at, n });
      traffic.push(
        at,
        ">",
        bytes()
          .be(1, 1)
          .be(n % 256, 1)
          .raw([random.integer(16), ...noise(2)]).hex,
      );
    }
    for (const [n, at] of every(random, 50, 22_000, 4)) {
      const last = sent.findLast((it) => it.at < at - 60);
      if (last !== undefined)
        traffic.push(
          at,
          "<",
          bytes()
            .be(2, 1)
            .be(n % 256, 1)
            .be(last.n % 256, 1)
            .raw(noise(12)).hex,
        );
    }
  },
};

/** Answers that look like such states in all but their times. */
export const ASKING_LIKE_STATES: Readonly<Record<string, Application>> = {
  "requests by a count at a timer's pace, some of them answered twice": (random, traffic) => {
    for (const [n, at] of every(random, 250, 24_000, 120)) {
      const asked = traffic.ask(at, { seq: n + 1, get: random.integer(9) });
      const then = at + 15 + random.integer(60);
      traffic.answer(then, asked, { ack: n + 1, value: random.integer(99) });
      if (random.chance(0.1)) traffic.answer(then + 20 + random.integer(60), asked, { ack: n + 1, value: 5 });
    }
  },
};
