import { expect, it } from "vitest";
import { analyse } from "../../../../src/core/analysis/report.ts";
import { importHar } from "../../../../src/core/export/import-har.ts";
import { createSession } from "../../../../src/core/model/session.ts";
import { inPieces } from "../../../support/pieces.ts";
import { createRandom } from "../../../support/random.ts";

const AT = Date.UTC(2026, 0, 1, 12);

/** A message of Chromium's export: its time from the beginning in ms. */
interface Frame {
  readonly at: number;
  readonly type: "send" | "receive";
  readonly data: string;
  /** The message that it answers. */
  readonly answers?: Frame;
  readonly opcode?: number;
}

async function analysed(entries: readonly object[]) {
  const session = createSession();
  const text = JSON.stringify({ log: { version: "1.2", creator: { name: "a browser" }, entries } });
  await importHar(inPieces(text, 5000), (batch) => void session.accept(batch));
  return analyse(session);
}

function entryOf(method: string, url: string, at: number, time: number, more: object) {
  return {
    startedDateTime: new Date(AT + at).toISOString(),
    time,
    request: { method, url, headers: [] },
    response: { status: 200, headers: [], content: {} },
    ...more,
  };
}

/** What is paired of a socket in Chromium's export is what was answered, each time known to a microsecond or two. */
async function expectTruth(frames: readonly Frame[]): Promise<object> {
  const sorted = [...frames].sort((a, b) => a.at - b.at);
  const report = await analysed([
    entryOf("GET", "wss://app.example/live", 0, 12, {
      _resourceType: "websocket",
      _webSocketMessages: sorted.map(({ type, data, opcode = 1, at }) => {
        return { type, time: (AT + at) / 1000, opcode, data };
      }),
    }),
  ]);
  expect(report.messages).toHaveLength(sorted.length);
  for (const [index, { at, answers }] of sorted.entries()) {
    const { replyTo, rttMs } = report.messages[index] as (typeof report.messages)[number];
    expect(replyTo, `${index}`).toBe(answers === undefined ? null : sorted.indexOf(answers));
    if (answers !== undefined) expect(Math.abs((rttMs as number) - (at - answers.at))).toBeLessThan(0.005);
  }
  return report.roundTrips;
}

it("notes that are synchronised, some answers lost, doubled, or overtaken by later ones", async () => {
  const random = createRandom(5);
  const frames: Frame[] = [];
  let at = 1000;
  for (let n = 0; n < 70; n += 1) {
    at += 80 + random.integer(500);
    const tid = Buffer.from(random.bytes(4)).toString("hex");
    const asked: Frame = { at, type: "send", data: JSON.stringify({ m: "patch", tid, page: n % 9 }) };
    frames.push(asked);
    if (n % 12 === 7) continue;
    const data = JSON.stringify({ ev: "done", result: { tid, rev: 1000 + n } });
    const took = random.pick([20, 30, 50, 900]);
    frames.push({ at: at + took, type: "receive", data, answers: asked });
    if (n % 15 === 4) frames.push({ at: at + took + 70, type: "receive", data, answers: asked });
  }
  for (let n = 0; n < 60; n += 1)
    frames.push({
      at: 1000 + n * 400 + random.integer(300),
      type: "receive",
      data: JSON.stringify({ ev: "presence", caret: random.integer(900) }),
    });
  expect(await expectTruth(frames)).toMatchObject([{ pairedBy: "tid → result.tid", pairs: 64 }]);
});

it("calls in bytes, beside pushes that count", async () => {
  const random = createRandom(6);
  const frames: Frame[] = [];
  const pack = (code: number, count: Buffer, length: number) =>
    Buffer.concat([Buffer.from([code]), count, random.bytes(length)]).toString("base64");
  let at = 1000;
  for (let n = 0; n < 120; n += 1) {
    at += 30 + random.integer(370);
    const code = random.pick([1, 2, 5]);
    const id = Buffer.alloc(4);
    id.writeUInt32BE(70_123 + n);
    const asked: Frame = { at, type: "send", data: pack(code, id, 4 + random.integer(26)), opcode: 2 };
    frames.push(asked);
    if (n % 25 === 11) continue;
    const data = pack(code | 0x80, id, 3 + random.integer(57));
    frames.push({
      at: at + random.pick([10, 20, 40, 350]),
      type: "receive",
      data,
      opcode: 2,
      answers: asked,
    });
  }
  for (let n = 0; n < 60; n += 1) {
    const count = Buffer.alloc(2);
    count.writeUInt16BE(n * 3);
    frames.push({
      at: 1000 + n * 400 + random.integer(300),
      type: "receive",
      data: pack(0x40, count, 12),
      opcode: 2,
    });
  }
  expect(await expectTruth(frames)).toMatchObject([{ pairedBy: "u32be@1", pairs: 115 }]);
});

it("prices that are pushed, beside measurements of the page, which are no requests", async () => {
  const random = createRandom(7);
  const frames: Frame[] = [];
  let at = 1000;
  for (let n = 0; n < 400; n += 1) {
    at += 20 + random.integer(130);
    const data = JSON.stringify({
      s: random.pick(["A", "B", "C"]),
      px: 100 + random.integer(60),
      ts: AT + at,
    });
    frames.push({ at, type: "receive", data });
    const told = JSON.stringify({
      metric: "fps",
      v: 55 + random.integer(6),
      at: AT + at + random.integer(20),
    });
    if (n % 9 === 0) frames.push({ at: at + 10, type: "send", data: told });
  }
  expect(await expectTruth(frames)).toEqual([]);
});

it("jobs that are posted, and told of on an event stream", async () => {
  const random = createRandom(8);
  const events: object[] = [];
  const posts = Array.from({ length: 14 }, (_, n) => {
    const at = 1000 + n * 2100 + random.integer(900);
    const job = Buffer.from(random.bytes(16)).toString("hex");
    for (let k = 0; k < 3; k += 1)
      events.push({
        time: (AT + at + 200 + k * 300) / 1000,
        eventName: "progress",
        eventId: "",
        data: JSON.stringify({ of: job, percent: k * 50 }),
      });
    return entryOf("POST", "https://render.example/jobs", at, 30, {
      response: {
        status: 202,
        headers: [],
        content: { mimeType: "application/json", text: JSON.stringify({ job }) },
      },
    });
  });
  const stream = entryOf("GET", "https://render.example/events", 0, 60_000, {
    _resourceType: "eventsource",
    _eventSourceMessages: events,
    response: { status: 200, headers: [], content: { mimeType: "text/event-stream" } },
  });
  const { roundTrips } = await analysed([stream, ...posts]);
  expect(roundTrips).toMatchObject([{ pairedBy: "answer.job → of", pairs: 14, unanswered: 0 }]);
});

it("Socket.IO by polling in Firefox' export, one of whose calls is not answered", async () => {
  const base = "https://app.example/socket.io/?EIO=4&transport=polling&sid=Zx81kQvT2a9LmPq3AAAB";
  const get = (at: number, until: number, text: string) =>
    entryOf("GET", base, at, until - at, {
      response: { status: 200, headers: [], content: { mimeType: "text/plain", text } },
    });
  const entries: object[] = [
    get(1000, 1020, '0{"sid":"Zx81kQvT2a9LmPq3AAAB","upgrades":[],"pingInterval":25000,"pingTimeout":20000}'),
  ];
  let at = 1100;
  for (let n = 0; n < 18; n += 1) {
    const posted = at + 200 + ((n * 137) % 600);
    const postData = { mimeType: "text/plain", text: `42${n}["save",{"row":${n * 3}}]` };
    entries.push(
      entryOf("POST", base, posted, 9, { request: { method: "POST", url: base, headers: [], postData } }),
    );
    const answeredAt = posted + 45;
    entries.push(get(at, answeredAt, n === 6 ? '42["changed",{"row":1}]' : `43${n}[{"ok":true}]`));
    at = answeredAt + 10;
  }
  const { connections, roundTrips } = await analysed(entries);
  expect(connections.filter(({ kind }) => kind !== "http")).toMatchObject([
    { kind: "polling", protocol: "socket.io" },
  ]);
  expect(roundTrips).toMatchObject([{ pairs: 17, unanswered: 1, p50Ms: 45, maxMs: 45 }]);
});
