import { describe, expect, it } from "vitest";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { ruleName } from "../../../../src/core/analysis/pairing/pairing-rule.ts";
import { createRandom, type Random } from "../../../support/random.ts";
import { sessionFromText } from "../../../support/session-from-text.ts";
import { createTraffic, type TrafficMaker } from "./traffic.ts";

/** Both sides say something on their own; the spans are those of two timers, with some jitter. */
function bothCount(
  random: Random,
  traffic: TrafficMaker,
  own: { every: number; jitter: number; say: (n: number) => unknown },
  others: { every: number; jitter: number; say: (n: number) => unknown },
  lasts: number,
): void {
  for (const [arrow, { every, jitter, say }] of [[">", own] as const, ["<", others] as const]) {
    let at = random.integer(every);
    for (let n = 0; at < lasts; n += 1) {
      traffic.push(at, arrow, say(n));
      at += every + (jitter > 0 ? random.integer(jitter * 2) - jitter : 0);
    }
  }
}

const WORDS = ["hello", "ok", "yes", "lol", "brb", "what", "nice", "sure", "no", "maybe", "hm"];

const UNRELATED: Readonly<Record<string, (random: Random, traffic: TrafficMaker) => void>> = {
  "a feed with sequence numbers": (random, traffic) => {
    traffic.push(0, ">", { type: "subscribe", symbol: "ABC" });
    for (let n = 1; n < 400; n += 1) {
      traffic.push(n * 50, "<", { type: "price", symbol: "ABC", price: 100 + random.integer(9), seq: n });
    }
  },
  "a feed, and small numbers sent beside it": (random, traffic) => {
    for (let n = 0; n < 600; n += 1) {
      traffic.push(n * 40, "<", {
        type: "level",
        depth: random.integer(30),
        qty: random.integer(100),
        seq: n,
      });
      if (n % 9 === 0) traffic.push(n * 40 + 7, ">", { type: "zoom", level: random.integer(30), at: n });
    }
  },
  "two counters, the page's faster": (random, traffic) =>
    bothCount(
      random,
      traffic,
      { every: 60, jitter: 10, say: (seq) => ({ type: "cursor", seq }) },
      { every: 1000, jitter: 30, say: (seq) => ({ type: "tick", seq }) },
      40_000,
    ),
  "two counters, the server's faster": (random, traffic) =>
    bothCount(
      random,
      traffic,
      { every: 900, jitter: 10, say: (seq) => ({ type: "cursor", seq }) },
      { every: 80, jitter: 8, say: (seq) => ({ type: "tick", seq }) },
      40_000,
    ),
  "two counters that tick alike": (random, traffic) =>
    bothCount(
      random,
      traffic,
      { every: 1000, jitter: 4, say: (seq) => ({ type: "alive", seq }) },
      { every: 1000, jitter: 4, say: (seq) => ({ type: "tick", seq, load: random.integer(100) }) },
      60_000,
    ),
  "two counters called id, at speeds of their own": (random, traffic) =>
    bothCount(
      random,
      traffic,
      { every: 200, jitter: 90, say: (id) => ({ id: id + 1, x: random.integer(900) }) },
      { every: 310, jitter: 120, say: (id) => ({ id: id + 1, news: "something" }) },
      40_000,
    ),
  "times in seconds on both sides": (random, traffic) => {
    for (let n = 0; n < 60; n += 1) {
      const at = n * 1000 + random.integer(900);
      traffic.push(at, ">", { type: "alive", ts: 1_767_268_800 + Math.floor(at / 1000) });
      traffic.push(n * 1000 + 950, "<", { type: "tick", ts: 1_767_268_800 + n });
    }
  },
  "times in ms on both sides": (random, traffic) => {
    for (let n = 0; n < 300; n += 1) {
      const at = n * 100 + random.integer(90);
      if (n % 4 === 0) traffic.push(at, ">", { type: "alive", ts: 1_767_268_800_000 + at });
      traffic.push(n * 100, "<", { type: "tick", ts: 1_767_268_800_000 + n * 100 });
    }
  },
  "a token and a room in every message": (random, traffic) => {
    for (let n = 0; n < 60; n += 1) {
      const common = { room: "r-81b2", token: "9f1c22ab77de", user: "u-17" };
      traffic.push(n * 500, ">", { type: "move", ...common, x: random.integer(800) });
      traffic.push(n * 500 + 80, "<", { type: "moved", ...common, x: random.integer(800) });
    }
  },
  "a chat room that everybody's words go to": (random, traffic) => {
    for (let n = 0; n < 120; n += 1) {
      const at = n * 700 + random.integer(300);
      const text = random.chance(0.5) ? random.pick(WORDS) : `${random.pick(WORDS)}-${n}`;
      if (random.chance(0.4)) {
        traffic.push(at, ">", { type: "say", text });
        traffic.push(at + 40, "<", { type: "said", from: "ada", text, n });
      } else traffic.push(at, "<", { type: "said", from: random.pick(["bob", "eve"]), text, n });
    }
  },
  "a chat of plain texts": (random, traffic) => {
    for (let n = 0; n < 80; n += 1) {
      const at = n * 900 + random.integer(300);
      const text = `${random.pick(WORDS)} ${random.pick(WORDS)} ${n}`;
      if (random.chance(0.4)) {
        traffic.push(at, ">", text);
        traffic.push(at + 30, "<", `ada: ${text}`);
      } else traffic.push(at, "<", `${random.pick(["bob", "eve"])}: ${text}`);
    }
  },
  "prices that are offered and echoed": (random, traffic) => {
    for (let n = 0; n < 200; n += 1) {
      traffic.push(n * 60, "<", { bid: 100 + random.integer(40), ask: 101 + random.integer(40) });
      if (n % 5 === 0) traffic.push(n * 60 + 9, ">", { limit: 100 + random.integer(40), side: "buy" });
    }
  },
  "rooms that are joined and then speak": (random, traffic) => {
    for (let room = 0; room < 12; room += 1) {
      traffic.push(room * 100, ">", { join: `room-${room}` });
      for (let n = 0; n < 40; n += 1) {
        traffic.push(room * 100 + 300 + n * 500 + random.integer(400), "<", { room: `room-${room}`, n });
      }
    }
  },
  "things of the server's that the page names": (random, traffic) => {
    for (let n = 0; n < 60; n += 1) {
      const id = `item-${random.integer(1_000_000)}`;
      traffic.push(n * 300, "<", { type: "item", id, size: random.integer(9) });
      traffic.push(n * 300 + 50 + random.integer(900), "<", { type: "sold", id });
      if (n % 3 === 0) traffic.push(n * 300 + 40 + random.integer(200), ">", { type: "look", id });
    }
  },
  "heartbeats of both, each on its own": (random, traffic) =>
    bothCount(
      random,
      traffic,
      { every: 3000, jitter: 20, say: () => "heartbeat" },
      { every: 2500, jitter: 20, say: () => "heartbeat" },
      90_000,
    ),
};

describe("nothing is paired of", () => {
  for (const [name, make] of Object.entries(UNRELATED)) {
    it(name, () => {
      for (let seed = 1; seed <= 8; seed += 1) {
        const traffic = createTraffic();
        make(createRandom(seed * 31), traffic);
        const session = sessionFromText({ "ws wss://a.example/": traffic.done().lines });
        const { rules, trips } = findRoundTrips(session, decodeSession(session));
        const names = [...rules.values()].flat().map((it) => `${it.asks} ${ruleName(it)}`);
        expect(names, `seed ${seed}`).toEqual([]);
        expect(trips.length).toBe(0);
      }
    });
  }
});
