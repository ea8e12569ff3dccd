import type { Random } from "../../../support/random.ts";
import type { Application } from "./applications.ts";
import { every } from "./byte-layouts.ts";

const drawn = (random: Random, length: number, base = 36): string =>
  Array.from({ length }, () => random.integer(base).toString(base)).join("");

const bytes = (of: readonly number[]): string => `0x${Buffer.from(of).toString("hex")}`;

/** Most answers come soon, some after those of later requests. */
const wait = (random: Random): number => 10 + random.integer(30) + (random.chance(0.2) ? 180 : 0);

/** Requests that are named in odd ways. */
export const ASKING_ODDLY: Readonly<Record<string, Application>> = {
  "calls of several kinds that share a count of one byte, many under way": (random, traffic) => {
    for (const [n, at] of every(random, 50, 24_000, 20)) {
      const kind = 1 + random.integer(3);
      const request = traffic.ask(at, bytes([kind, n % 256, random.integer(256), random.integer(256)]));
      const late = 25 + random.integer(60) + (random.chance(0.2) ? 120 : 0);
      const said = [kind + 0x80, n % 256, random.integer(256), random.integer(256), random.integer(256)];
      traffic.answer(at + late, request, bytes(said));
    }
  },
  "an even count of 16 bits, answered soon": (random, traffic) => {
    for (const [n, at] of every(random, 130, 26_000, 40)) {
      const name = [0, n + 1, 0, 0, 0];
      const request = traffic.ask(at, bytes([...name, 6, 1, 3 + random.integer(2), 0, random.integer(99)]));
      traffic.answer(
        at + 10 + random.integer(45),
        request,
        bytes([...name, 5, 1, 3, 2, random.integer(256), random.integer(256)]),
      );
    }
  },
  "answers that are members by what was asked for": (random, traffic) => {
    for (const [n, at] of every(random, 220, 22_000, 60)) {
      const key = `user:${10_000 + n * 37 + random.integer(30)}`;
      const request = traffic.ask(at, { get: "cache", key });
      traffic.answer(at + wait(random), request, { values: { [key]: random.integer(1e6) } });
      if (random.chance(0.3)) traffic.push(at + 100, "<", { stats: { hits: random.integer(900) } });
    }
  },
  "answers whose only member is called by the request": (random, traffic) => {
    for (const [n, at] of every(random, 240, 22_000, 60)) {
      const q = `q_${n}${drawn(random, 1, 6).replace(/\d/, "a")}`;
      const request = traffic.ask(at, { q, text: random.pick(["alpha", "beta"]) });
      traffic.answer(at + wait(random), request, {
        [q]: { hits: random.integer(50), ms: random.integer(9) },
      });
      if (random.chance(0.3)) traffic.push(at + 100, "<", { system: { load: random.integer(100) } });
    }
  },
  "the server's own names beside those of requests, told apart by a letter": (random, traffic) => {
    let pushed = 0;
    for (const [n, at] of every(random, 220, 24_000, 60)) {
      const request = traffic.ask(at, { ref: `c${n + 1}`, want: random.pick(["x", "y"]) });
      traffic.answer(at + wait(random), request, { ref: `c${n + 1}`, st: "ok" });
      if (!random.chance(0.7)) continue;
      pushed += 1;
      traffic.push(at + 90 + random.integer(40), "<", { ref: `s${pushed}`, st: "push" });
    }
  },
  "short names drawn by chance, others' among them": (random, traffic) => {
    const named = new Set<string>();
    const fresh = (): string => {
      const name = drawn(random, 6);
      if (named.has(name)) return fresh();
      named.add(name);
      return name;
    };
    for (const [, at] of every(random, 330, 26_000, 90)) {
      const ref = fresh();
      const request = traffic.ask(at, { place: random.integer(9000), ref });
      traffic.answer(at + wait(random), request, { bid: { ref, by: "me" }, state: "leading" });
      traffic.push(at + 120, "<", { bid: { ref: fresh(), by: "ann" }, state: "leading" });
    }
  },
  "what is taken, and given back by the same name": (random, traffic) => {
    for (const [, at] of every(random, 700, 30_000, 200)) {
      const key = drawn(random, 10, 16).replace(/^\d*/, "k");
      const taken = traffic.ask(at, { do: "lock", key });
      traffic.answer(at + 10 + random.integer(50), taken, { key, done: "lock" });
      const given = traffic.ask(at + 250 + random.integer(100), { do: "unlock", key });
      traffic.answer(at + 370 + random.integer(50), given, { key, done: "unlock" });
    }
  },
  "a call that goes on by messages of its own, and has two answers": (random, traffic) => {
    for (const [, at] of every(random, 700, 30_000, 200)) {
      const call = `call-${drawn(random, 8, 16)}`;
      const request = traffic.ask(at, { kind: "offer", call, sdp: `v=0 ${drawn(random, 30)}` });
      for (const ms of [31, 62, 93]) {
        const c = `udp ${random.integer(60_000)}`;
        traffic.push(at + ms + random.integer(5), ">", { kind: "candidate", call, c });
      }
      if (random.chance(0.15)) continue;
      const ringsAt = at + 20 + random.integer(90);
      traffic.answer(ringsAt, request, { kind: "ringing", call });
      traffic.answer(ringsAt + 80 + random.integer(60), request, {
        kind: "answer",
        call,
        sdp: `v=0 ${drawn(random, 30)}`,
      });
    }
  },
};

/** What looks like such names, and asks for nothing. */
export const SILENT_ODDLY: Readonly<Record<string, Application>> = {
  "who is where, counted by each, of whom each tells some": (random, traffic) => {
    for (const [n, at] of every(random, 280, 24_000, 140))
      traffic.push(at, ">", { states: { u1: { clock: n + 1, cursor: random.integer(900) } } });
    for (const [n, at] of every(random, 300, 24_000, 150))
      traffic.push(at, "<", {
        states: { [random.pick(["u2", "u3"])]: { clock: n + 1, cursor: random.integer(900) } },
      });
  },
  "inputs counted by a byte, and a state that names the last one": (random, traffic) => {
    const sent: { at: number; n: number }[] = [];
    for (const [n, at] of every(random, 33, 16_000, 6)) {
      sent.push({ at, n: n % 256 });
      traffic.push(at, ">", bytes([1, n % 256, random.integer(16), random.integer(256)]));
    }
    for (const [n, at] of every(random, 36, 16_000, 6)) {
      const last = sent.findLast((it) => it.at < at - 40);
      const noise = Array.from({ length: 8 }, () => random.integer(256));
      if (last !== undefined) traffic.push(at, "<", bytes([2, n % 256, last.n, ...noise]));
    }
  },
  "nodes by name, some of which are looked at": (random, traffic) => {
    const nodes = Array.from({ length: 40 }, () => `node${random.integer(90) + 10}${drawn(random, 4)}`);
    for (const [, at] of every(random, 120, 24_000, 40))
      traffic.push(at, "<", { load: { [random.pick(nodes)]: random.integer(100) } });
    for (const [, at] of every(random, 1500, 24_000, 700))
      traffic.push(at, ">", { look: random.pick(nodes) });
  },
  "articles by short numbers, whose prices come as they change": (random, traffic) => {
    const articles = Array.from({ length: 60 }, () => `${drawn(random, 3)}${random.integer(10)}a`);
    for (const [, at] of every(random, 90, 24_000, 30))
      traffic.push(at, "<", { sku: random.pick(articles), price: random.integer(9000) });
    for (const [, at] of every(random, 900, 24_000, 500))
      traffic.push(at, ">", { sku: random.pick(articles), hover: true });
  },
};
