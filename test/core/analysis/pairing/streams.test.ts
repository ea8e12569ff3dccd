import { expect, test } from "vitest";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { measureRoundTrips } from "../../../../src/core/analysis/pairing/measure-round-trips.ts";
import { analyse } from "../../../../src/core/analysis/report.ts";
import { createSession } from "../../../../src/core/model/session.ts";
import { FLAG_CHUNK, FLAG_RECEIVED } from "../../../../src/core/wire/batch.ts";
import { rowTrip } from "../../../../src/engine/row-trip.ts";
import { frameBatches } from "../../../support/frame-batches.ts";
import { sessionFromText } from "../../../support/session-from-text.ts";

const next = (id: string, n: number) => `< {"id":"${id}","type":"next","payload":{"data":{"count":${n}}}}`;

/** A subscription of `count` events, 50 ms apart, the first after 30 ms; after some events it stands still. */
function subscription(id: string, from: number, count: number, stillAfter: number | null): string[] {
  let at = from;
  const lines = [
    `${at}ms > {"id":"${id}","type":"subscribe","payload":{"query":"subscription Counts { count }"}}`,
  ];
  at += 30;
  for (let n = 0; n < count; n += 1) {
    lines.push(`${at}ms ${next(id, n)}`);
    at += n === stillAfter ? 3000 : 50;
  }
  lines.push(`${at}ms < {"id":"${id}","type":"complete"}`);
  return lines;
}

function measured(lines: readonly string[]) {
  const session = sessionFromText({
    "ws wss://shop.example/graphql": [
      `0ms > {"type":"connection_init"}`,
      `10ms < {"type":"connection_ack"}`,
      ...lines,
    ],
  });
  const { trips, rules } = findRoundTrips(session, decodeSession(session));
  const summary = measureRoundTrips(trips, rules, () => null).find(({ types }) =>
    types.some(({ type }) => type.includes("Counts") || type.includes("subscribe")),
  );
  const rows = Array.from({ length: session.log.length }, (_, row) => rowTrip(trips, session.log, row));
  return { summary, requests: rows.filter((it) => it?.role === "request" && it.partner !== null) };
}

test("streams of replies tell how quickly events came, until when, and how long they stood still", () => {
  const { summary, requests } = measured([
    ...subscription("a", 100, 20, null),
    ...subscription("b", 3000, 20, null),
    ...subscription("c", 6000, 20, 9),
  ]);
  expect(summary).toMatchObject({ requests: 4, p50Ms: 30, toLast: { p50Ms: 1030, maxMs: 3980 } });
  expect(summary?.stream).toMatchObject({ streams: 3, perSecond: 20, stalled: 1, longestStallMs: 3000 });
  const [first, , third] = requests.slice(-3);
  expect(first?.stream).toMatchObject({
    lastMs: 1030,
    ended: true,
    events: 20,
    perSecond: 20,
    stallMs: null,
  });
  expect(third?.stream).toMatchObject({ lastMs: 3980, stallMs: 3000 });
});

test("one event and its end are no stream, and of few events none stands still", () => {
  const { summary, requests } = measured([
    ...subscription("a", 100, 1, 0),
    ...subscription("b", 5000, 1, null),
  ]);
  expect(summary?.toLast?.maxMs).toBe(3030);
  expect(summary?.stream).toBeNull();
  expect(requests.at(-1)?.stream).toMatchObject({
    events: 1,
    perSecond: null,
    stallMs: null,
    ended: true,
  });
});

test("results that a stream brings to one call of JSON-RPC are a stream of replies, though told before it", () => {
  const session = createSession();
  const page = frameBatches("page");
  const at = Date.UTC(2026, 0, 1, 12);
  const url = "https://shop.example/a2a";
  const shared = { via: "fetch", reading: "stream", method: "POST", status: 200 } as const;
  const contentType = "text/event-stream";
  const times = [100, 150, 200, 1250];
  session.accept(page.start(at));
  session.accept(
    page.batch((it) => {
      const opened = { at: at + 90, connection: 1, requestedAt: at, url, contentType, ...shared };
      it.record({ type: "stream-opened", ...opened });
      let position = 0;
      times.forEach((ms, index) => {
        const event = `data: {"jsonrpc":"2.0","id":1,"result":{"part":${index}}}\n\n`;
        it.message(at + ms, 1, FLAG_RECEIVED | FLAG_CHUNK, event, null, "", `${position}`);
        position += event.length;
      });
    }),
  );
  const text = '{"jsonrpc":"2.0","id":1,"method":"SendStreamingMessage","params":{}}';
  const entry = {
    startedDateTime: new Date(at).toISOString(),
    time: 1260,
    request: {
      method: "POST",
      url,
      headers: [],
      postData: { mimeType: "application/json", text },
    },
    response: {
      status: 200,
      headers: [{ name: "Content-Type", value: contentType }],
      content: { size: 1, mimeType: contentType },
    },
  };
  // The browser tells of the request when the stream has ended.
  const finished = { type: "request-finished" as const, at: at + 1260, entry };
  session.accept(frameBatches("network").batch((it) => it.record(finished)));
  const { connections, messages, roundTrips } = analyse(session);
  expect(connections.filter(({ kind }) => kind !== "http")).toMatchObject([
    { kind: "fetch-stream", protocol: "json-rpc", sent: 1, received: 4 },
  ]);
  expect(messages.slice(1).map(({ replyTo, rttMs }) => [replyTo, rttMs])).toEqual(times.map((ms) => [0, ms]));
  expect(roundTrips).toMatchObject([{ pairs: 1, unanswered: 0, answeredTwice: 0, maxMs: 100 }]);
});
