import { describe, expect, it } from "vitest";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { ruleName } from "../../../../src/core/analysis/pairing/pairing-rule.ts";
import { createRandom, type Random } from "../../../support/random.ts";
import { sessionFromText } from "../../../support/session-from-text.ts";
import { createTraffic, KEYS, type KeyMaker, type Traffic, type TrueTrip } from "./traffic.ts";

/** What was found, as the truth is written. */
function found(lines: readonly string[], url = "wss://a.example/rpc"): { trips: TrueTrip[]; by: string[] } {
  const session = sessionFromText({ [`ws ${url}`]: lines });
  const { trips, rules } = findRoundTrips(session, decodeSession(session));
  const rows = Array.from({ length: session.log.length }, (_, row) => row).filter(
    (row) => session.log.kind.get(row) === 1,
  );
  const list: { request: number; replies: number[] }[] = [];
  const byTrip = new Map<number, { request: number; replies: number[] }>();
  for (const [index, row] of rows.entries()) {
    const trip = trips.tripOf(row);
    if (trip === null) continue;
    if (trips.get(trip).request === row) {
      const made = { request: index, replies: [] };
      byTrip.set(trip, made);
      list.push(made);
    } else byTrip.get(trip)?.replies.push(index);
  }
  return { trips: list, by: [...rules.values()].flat().map(ruleName) };
}

type Form = (key: string | number, index: number, random: Random) => { request: unknown; reply: unknown };

/** How applications write requests and replies. */
const FORMS: Readonly<Record<string, Form>> = {
  "the same member": (id, n) => ({
    request: { id, type: n % 3 ? "get" : "put", item: n % 5 },
    reply: { id, ok: true, value: n % 4 },
  }),
  "another member": (reqId, n) => ({
    request: { reqId, action: "load", page: n % 3 },
    reply: { event: "loaded", inReplyTo: reqId, rows: [1, 2, n % 9] },
  }),
  "another depth": (key, n) => ({
    request: { op: "sum", meta: { correlationId: key }, args: [n % 7, 2] },
    reply: { header: { re: key, status: 200 }, body: { sum: n % 7 } },
  }),
  "an array": (key, n) => ({
    request: [2, key, "Heartbeat", { n: n % 2 }],
    reply: [3, key, { time: "2026" }],
  }),
  "a text": (key, n) => ({ request: `GET ${key} item${n % 4}`, reply: `OK ${key} ${n % 6}` }),
  "JSON in a string": (key) => ({
    request: { type: "call", data: JSON.stringify({ nonce: key, what: "time" }) },
    reply: { type: "result", data: JSON.stringify({ nonce: key, at: "noon" }) },
  }),
};

/** Requests with delays, drops, duplicates and answers out of turn, among a feed. */
function requests(random: Random, form: Form, keyOf: KeyMaker, count: number, noise: boolean): Traffic {
  const traffic = createTraffic();
  let at = 10;
  for (let index = 0; index < count; index += 1) {
    at += random.chance(0.3) ? random.integer(5) : 20 + random.integer(400);
    const { request, reply } = form(keyOf(index), index, random);
    const asked = traffic.ask(at, request);
    if (random.chance(0.1)) continue;
    const after = 1 + random.integer(random.chance(0.2) ? 900 : 60);
    traffic.answer(at + after, asked, reply);
    if (random.chance(0.1)) traffic.answer(at + after + 1 + random.integer(40), asked, reply);
  }
  if (noise) {
    let price = 100;
    for (let tick = 0, time = 5; time < at; time += 50, tick += 1) {
      price += random.integer(5) - 2;
      traffic.push(time, "<", {
        type: "price",
        symbol: random.pick(["ABC", "XYZ"]),
        price,
        seq: tick,
        qty: random.integer(50),
      });
    }
  }
  return traffic.done();
}

describe("a value that comes back pairs", () => {
  for (const [formName, form] of Object.entries(FORMS)) {
    for (const [keyName, keys] of Object.entries(KEYS)) {
      it(`${keyName} in ${formName}`, () => {
        for (let seed = 1; seed <= 6; seed += 1) {
          const random = createRandom(seed * 977);
          const traffic = requests(random, form, keys(random), 12 + random.integer(60), seed % 2 === 0);
          expect(found(traffic.lines).trips, `seed ${seed}`).toEqual(traffic.trips);
        }
      });
    }
  }
});
