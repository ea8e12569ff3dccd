import { expect, it } from "vitest";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { ruleName } from "../../../../src/core/analysis/pairing/pairing-rule.ts";
import { encodeMsgpack, type PlainValue } from "../../../support/encode-values.ts";
import { createRandom } from "../../../support/random.ts";
import { sessionFromText } from "../../../support/session-from-text.ts";
import { createTraffic } from "./traffic.ts";

/** `what request→reply`, by the numbers of the lines. */
function pairsOf(lines: readonly string[], url = "wss://a.example/"): { pairs: string[]; rules: string[] } {
  const session = sessionFromText({ [`ws ${url}`]: lines });
  const { trips, rules } = findRoundTrips(session, decodeSession(session));
  const numbers = new Map<number, number>();
  for (let row = 0; row < session.log.length; row += 1) {
    if (session.log.kind.get(row) === 1) numbers.set(row, numbers.size);
  }
  const pairs = Array.from({ length: trips.length }, (_, id) => {
    const { by, request, first, replies } = trips.get(id);
    const more = replies > 1 ? ` (${replies})` : "";
    return `${by} ${numbers.get(request)}→${first === null ? "" : numbers.get(first)}${more}`;
  });
  return { pairs, rules: [...rules.values()].flat().map((it) => `${it.asks} ${ruleName(it)}`) };
}

it("pairs what a protocol says belongs together, in both directions", () => {
  const { pairs, rules } = pairsOf(
    [
      '0ms < 0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}',
      "1ms > 40",
      '2ms < 40{"sid":"b"}',
      '3ms > 421["typing",{"room":3}]',
      "4ms < 2",
      "5ms > 3",
      '6ms > 422["say","x"]',
      '7ms < 432["ok"]',
      '9ms < 431["ok"]',
      '10ms > 423["lost"]',
    ],
    "wss://a.example/socket.io/?EIO=4&transport=websocket",
  );
  expect(rules).toEqual([]);
  expect(pairs).toEqual(["socket.io 1→2", "socket.io 3→8", "engine.io 4→5", "socket.io 6→7", "socket.io 9→"]);
});

it("pairs the texts ping and pong, of either side, and leaves a lost one unanswered", () => {
  const lines = [
    "0ms > ping",
    "9ms < pong",
    "1000ms > ping",
    "1009ms < pong",
    "2000ms > ping",
    "3000ms > ping",
    "3012ms < pong",
  ];
  expect(pairsOf(lines)).toEqual({
    pairs: ["ping 0→1", "ping 2→3", "ping 4→", "ping 5→6"],
    rules: ["page ping"],
  });
  const json = [
    '0ms < {"type":"ping"}',
    '1ms > {"type":"pong"}',
    '500ms < {"type":"ping"}',
    '501ms > {"type":"pong"}',
  ];
  expect(pairsOf(json).rules).toEqual(["server ping"]);
});

it("tells both sides' requests apart where their numbers are the same", () => {
  const random = createRandom(5);
  const traffic = createTraffic();
  for (let n = 1; n <= 25; n += 1) {
    const asked = traffic.ask(n * 300 + random.integer(90), { id: n, method: "open", params: { n: n % 3 } });
    traffic.answer(n * 300 + 100 + random.integer(300), asked, { id: n, result: "done" });
    const other = traffic.ask(n * 270 + random.integer(200), { id: n, method: "show", params: {} }, "<");
    traffic.answer(n * 270 + 210 + random.integer(80), other, { id: n, result: null }, ">");
  }
  const { lines, trips } = traffic.done();
  const { pairs } = pairsOf(lines);
  expect(pairs).toEqual(trips.map(({ request, replies }) => `id ${request}→${replies[0]}`));
});

it("pairs a stream of replies with the request that asked for it", () => {
  const random = createRandom(8);
  const traffic = createTraffic();
  for (let n = 0; n < 5; n += 1) {
    const id = `b1946ac9-${n}${random.integer(1e6)}-4f2e`;
    const asked = traffic.ask(n * 4000, { type: "prompt", requestId: id, text: "tell me a story" });
    for (let token = 0; token < 30; token += 1) {
      traffic.answer(n * 4000 + 200 + token * 40, asked, { type: "delta", requestId: id, delta: "word " });
    }
    traffic.answer(n * 4000 + 1500, asked, { type: "done", requestId: id });
  }
  const { lines } = traffic.done();
  const { pairs } = pairsOf(lines);
  expect(pairs).toEqual([0, 32, 64, 96, 128].map((at) => `requestId ${at}→${at + 1} (31)`));
});

it("learns from what a protocol carries, and from MessagePack", () => {
  const hex = (value: PlainValue): string => `0x${Buffer.from(encodeMsgpack(value)).toString("hex")}`;
  const packed = Array.from({ length: 9 }, (_, n) => [
    `${n * 100}ms > ${hex({ cmd: "read", seq_id: n * 3 + (n % 2), key: "a" })}`,
    `${n * 100 + 20 + n}ms < ${hex({ status: "ok", reply: { seq_id: n * 3 + (n % 2) }, value: 4 })}`,
  ]).flat();
  expect(pairsOf(packed).rules).toEqual(["page seq_id → reply.seq_id"]);
  const arrays = Array.from({ length: 12 }, (_, n) => [
    `${n * 700 + (n % 3) * 90}ms > ${hex([0, n, "sum", [n % 4, 7]])}`,
    `${n * 700 + (n % 3) * 90 + 20 + (n % 5)}ms < ${hex([1, n, null, "fine"])}`,
  ]).flat();
  expect(pairsOf(arrays).rules).toEqual(["page [1]"]);
  const carried = [
    '0ms < 0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}',
    ...Array.from({ length: 9 }, (_, n) => [
      `${n * 100}ms > 42["call",{"callId":"c${n}f93a8","what":"time"}]`,
      `${n * 100 + 20 + n}ms < 42["result",{"callId":"c${n}f93a8","time":"noon"}]`,
    ]).flat(),
  ];
  const { pairs, rules } = pairsOf(carried, "wss://a.example/socket.io/?EIO=4&transport=websocket");
  expect(rules).toHaveLength(1);
  expect(pairs.filter((it) => /→\d/.test(it))).toHaveLength(9);
});

it("claims one pair by a value that nobody draws twice, where it came back once, and says that it is one", () => {
  const id = "9f1c2e64-7b0d-4d1a-a3c5-5e0f8b6a2d17";
  const feed = Array.from(
    { length: 40 },
    (_, n) => `${1000 + n * 90}ms < {"event":"data","px":${100 + (n % 7)}}`,
  );
  const asked = `0ms > {"action":"subscribe","subId":"${id}","channel":"trades"}`;
  const answered = `80ms < {"event":"subscribed","subId":"${id}"}`;
  expect(pairsOf([asked, answered, ...feed]).rules).toEqual(["page subId"]);
  // What names a feed is in all of it, and answers nothing.
  const named = feed.map((it) => it.replace('"px"', `"subId":"${id}","px"`));
  expect(pairsOf([asked, answered, ...named]).rules).toEqual([]);
  // What the server had said before is its own, and a number may be anybody's.
  expect(
    pairsOf([`0ms < {"you":"${id}"}`, ...[asked, answered].map((it) => `1${it}`), ...feed]).rules,
  ).toEqual([]);
  expect(pairsOf([asked, answered, ...feed].map((it) => it.replace(id, "17"))).rules).toEqual([]);
});

it("claims nothing from two pairs, and something from three that chance does not make", () => {
  const pair = (n: number): string[] => [
    `${n * 100}ms > {"op":"get","rid":"6f1c${n}e2a9b4d"}`,
    `${n * 100 + 30}ms < {"rid":"6f1c${n}e2a9b4d","ok":true}`,
  ];
  expect(pairsOf([1, 2].flatMap(pair)).rules).toEqual([]);
  expect(pairsOf([1, 2, 3].flatMap(pair)).rules).toEqual(["page rid"]);
});
