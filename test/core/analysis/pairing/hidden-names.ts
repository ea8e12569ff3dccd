import type { Random } from "../../../support/random.ts";
import type { Application } from "./applications.ts";
import type { TrafficMaker } from "./traffic.ts";

const latency = (random: Random, usual = 40): number =>
  usual * 0.6 + random.integer(usual) + (random.chance(0.05) ? random.integer(usual * 10) : 0);

const drawn = (random: Random, length: number): string =>
  `${Array.from({ length: length - 2 }, () => random.integer(16).toString(16)).join("")}a7`;

const WORDS = ["alpha", "bravo", "charlie", "delta", "echo"];

/** Calls at any time, each answered once but for some that are lost; beside them pushes, where there are any. */
function calls(
  random: Random,
  traffic: TrafficMaker,
  make: (n: number) => readonly [request: unknown, reply: unknown],
  push?: (n: number) => unknown,
): void {
  for (let n = 0, at = 200; n < 60; n += 1, at += 20 + random.integer(300)) {
    const [request, reply] = make(n);
    const asked = traffic.ask(at, request);
    if (!random.chance(0.02)) traffic.answer(at + latency(random), asked, reply);
    if (push !== undefined && n % 2 === 0) traffic.push(at + random.integer(200) + 0.5, "<", push(n));
  }
}

/** Requests whose names stand within a text, are members' names, are used again at once, or are topics. */
export const ASKING_HIDDEN: Readonly<Record<string, Application>> = {
  "a number within a text": (random, traffic) =>
    calls(
      random,
      traffic,
      (n) => [
        `call:${n + 17}:getUser:${random.integer(40)}`,
        `req:${n + 17}:ok:{"name":"${random.pick(WORDS)}"}`,
      ],
      () => `evt:presence:${random.pick(WORDS)}`,
    ),
  "a number in a topic": (random, traffic) =>
    calls(
      random,
      traffic,
      (n) => [
        { topic: `rpc/req/${n + 1}`, payload: { m: random.pick(WORDS) } },
        { topic: `rpc/res/${n + 1}`, payload: { ok: 1 } },
      ],
      () => ({ topic: `sensors/${random.pick(WORDS)}`, payload: { v: random.integer(99) } }),
    ),
  "a trace within a header": (random, traffic) =>
    calls(random, traffic, () => {
      const trace = drawn(random, 32);
      const header = () => ({ traceparent: `00-${trace}-${drawn(random, 16)}-01` });
      return [
        { path: `/${random.pick(WORDS)}`, headers: header() },
        { status: 200, headers: header(), body: random.integer(99) },
      ];
    }),
  "a member's name": (random, traffic) =>
    calls(
      random,
      traffic,
      (n) => [
        { [n + 101]: { op: random.pick(["read", "stat"]), path: random.pick(WORDS) } },
        { [n + 101]: { data: random.integer(9999) } },
      ],
      () => ({ notice: { used: random.integer(90) } }),
    ),
  "lines of a header, and a body behind them": (random, traffic) =>
    calls(random, traffic, (n) => {
      const id = drawn(random, 32).toUpperCase();
      return [
        `Path: speech.config\r\nX-RequestId: ${id}\r\nContent-Type: application/json\r\n\r\n{"n":${n % 7}}`,
        `X-RequestId:${id}\r\nPath:speech.phrase\r\n\r\n{"Offset":${random.integer(99_999)}}`,
      ];
    }),
  "words in elements": (random, traffic) =>
    calls(random, traffic, (n) => [
      `<request><id>${n + 1001}</id><method>${random.pick(WORDS)}</method></request>`,
      `<response><status>0</status><requestId>${n + 1001}</requestId><value>${random.integer(99)}</value></response>`,
    ]),
  "numbers to the base of 36": (random, traffic) =>
    calls(
      random,
      traffic,
      (n) => [
        { i: (n + 5).toString(36), m: random.pick(["get", "set"]), a: [random.pick(WORDS)] },
        { r: (n + 5).toString(36), v: random.integer(99) },
      ],
      () => ({ e: random.pick(WORDS), v: random.integer(99) }),
    ),
  "the lowest number that is free": (random, traffic) => {
    const busy = new Map<number, number>();
    for (let n = 0, at = 100; n < 150; n += 1, at += 2 + random.integer(80)) {
      for (const [slot, until] of busy) if (until < at) busy.delete(slot);
      let slot = 0;
      while (busy.has(slot)) slot += 1;
      const until = at + latency(random, 60);
      busy.set(slot, until);
      const asked = traffic.ask(at, {
        slot,
        do: random.pick(["get", "put", "del"]),
        key: random.pick(WORDS),
      });
      traffic.answer(until, asked, { slot, val: 1000 + random.integer(9000) });
    }
  },
  "what is resolved is released": (random, traffic) => {
    for (let n = 1, at = 100; n <= 60; n += 1, at += 5 + random.integer(60)) {
      traffic.push(at, ">", ["push", ["pipeline", 0, ["add"], [n % 7, 3]]]);
      const asked = traffic.ask(at + 0.2, ["pull", n]);
      const until = at + latency(random, 30);
      traffic.answer(until, asked, ["resolve", n, 3 + (n % 7)]);
      traffic.push(until + 0.3, ">", ["release", n, 1]);
    }
  },
  "subscriptions that are confirmed by their channel": (random, traffic) => {
    const channels = ["trades", "book", "ticker"].flatMap((it) => [`${it}:BTC`, `${it}:ETH`, `${it}:SOL`]);
    for (const [n, channel] of channels.entries()) {
      const at = 100 + n * 150 + random.integer(100);
      const asked = traffic.ask(at, { action: "subscribe", channel });
      const until = at + latency(random, 25);
      traffic.answer(until, asked, { event: "subscribed", channel });
      for (let tick = until + 5; tick < 15_000; tick += 40 + random.integer(900)) {
        traffic.push(tick, "<", { channel, data: { p: random.integer(9999) } });
      }
      if (n >= 4) continue;
      const left = traffic.ask(16_000 + n * 200, { action: "unsubscribe", channel });
      traffic.answer(16_000 + n * 200 + latency(random, 25), left, { event: "unsubscribed", channel });
    }
  },
};

/** Traffic that has the look of these, in which nothing answers anything. */
export const SILENT_HIDDEN: Readonly<Record<string, Application>> = {
  "topics that are watched without a word of confirmation": (random, traffic) => {
    for (const [n, symbol] of ["AAPL", "MSFT", "TSLA", "NVDA", "AMZN", "GOOG"].entries()) {
      const at = 300 + n * (900 + random.integer(900));
      traffic.push(at, ">", { op: "watch", symbol });
      for (let tick = at + 20 + random.integer(800); tick < 20_000; tick += 100 + random.integer(1200)) {
        traffic.push(tick, "<", { symbol, p: random.integer(900) });
      }
    }
  },
  "people who join a room beside the page": (random, traffic) => {
    for (const [n, room] of ["main", "help", "dev"].entries()) {
      traffic.push(100 + n * 4000, ">", { type: "join", room });
      for (let at = 150 + n * 4000; at < 30_000; at += 300 + random.integer(2500)) {
        traffic.push(at, "<", {
          type: "joined",
          room: random.pick(["main", "help", "dev", "art"]),
          user: random.pick(WORDS),
        });
      }
    }
  },
  "clocks of several sites": (random, traffic) => {
    let own = 1;
    const others = { b: 1, c: 50 };
    for (let at = 100; at < 40_000; at += 50 + random.integer(350)) {
      if (random.chance(0.35)) {
        traffic.push(at, ">", { site: "a", clock: own, op: "ins", deps: { ...others } });
        own += 1;
        continue;
      }
      const site = random.pick(["b", "c"] as const);
      const deps = { a: Math.max(0, own - 1 - random.integer(4)) };
      traffic.push(at, "<", { site, clock: others[site], op: "ins", deps });
      others[site] += 1;
    }
  },
  "moves and turns, each by its number within a text": (random, traffic) => {
    for (let at = 100, n = 1; at < 30_000; at += 100 + random.integer(300), n += 1)
      traffic.push(at, ">", `move:${n}:${random.integer(8)}:${random.integer(8)}`);
    for (let at = 140, n = 3; at < 30_000; at += 100 + random.integer(300), n += 1)
      traffic.push(at, "<", `turn:${n}:${random.integer(8)}:${random.integer(8)}`);
  },
  "prices by the number of what they are for": (random, traffic) => {
    traffic.push(50, ">", { watch: [17, 18, 19, 20] });
    for (let at = 100; at < 30_000; at += 30 + random.integer(120))
      traffic.push(at, "<", { [17 + random.integer(4)]: 100 + random.integer(900) });
    for (let at = 2000, n = 1; at < 30_000; at += 2500, n += 1) traffic.push(at, ">", { beat: n });
  },
};
