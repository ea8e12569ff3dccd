import { describe, expect, it } from "vitest";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { analyse } from "../../../../src/core/analysis/report.ts";
import type { Session } from "../../../../src/core/model/session.ts";
import { createBatchWriter } from "../../../../src/core/wire/batch-writer.ts";
import { createRandom, type Random } from "../../../support/random.ts";
import { START, sessionFromText } from "../../../support/session-from-text.ts";

interface Posted {
  readonly at: number;
  readonly url: string;
  readonly body: unknown;
  readonly answer?: unknown;
  readonly method?: string;
}

/** Something that happens: a request, or a message of the other connection and the request that it answers. */
type Told = Posted | { readonly at: number; readonly event: string; readonly of: number | null };

const ADDRESS = "https://app.example";

/** The session, and for each message in order of time the time of the request that it answers. */
function sessionOf(key: string, told: readonly Told[]): { session: Session; truth: (number | null)[] } {
  const events = told.flatMap((it) => ("event" in it ? [it] : [])).sort((a, b) => a.at - b.at);
  const lines = events.map(
    ({ at, event }) => `${at}ms ${key.startsWith("sse") ? `<[message] ${event}` : `< ${event}`}`,
  );
  const session = sessionFromText({ [key]: lines });
  const writer = createBatchWriter();
  const posted = told.flatMap((it) => ("event" in it ? [] : [it])).sort((a, b) => a.at - b.at);
  for (const { at, url, body, answer, method = "POST" } of posted) {
    const text = JSON.stringify(answer ?? {});
    writer.record({
      type: "request-finished",
      at: START + at + 12,
      entry: {
        startedDateTime: new Date(START + at).toISOString(),
        time: 12,
        request: {
          method,
          url: `${ADDRESS}${url}`,
          headers: [],
          postData: { mimeType: "application/json", text: JSON.stringify(body) },
        },
        response: {
          status: 202,
          headers: [],
          content: { mimeType: "application/json", text, size: text.length },
        },
      } as never,
    });
  }
  session.accept(writer.take("devtools", 0));
  return { session, truth: events.map(({ of }) => of) };
}

/** When the requests were made that messages are paired with, by the messages in order of time. */
function pairedOf(session: Session): { times: (number | null)[]; by: string[] } {
  const { trips, rules } = findRoundTrips(session, decodeSession(session));
  const times: (number | null)[] = [];
  const rows = Array.from({ length: session.log.length }, (_, row) => row).filter(
    (row) => session.log.kind.get(row) === 1,
  );
  rows.sort((a, b) => session.log.at.get(a) - session.log.at.get(b));
  for (const row of rows) {
    const id = trips.tripOf(row);
    times.push(id === null ? null : Math.round(trips.get(id).requestAt - START));
  }
  return {
    times,
    by: [...rules.values()].flat().map((rule) => ("requestPath" in rule ? rule.requestPath : rule.by)),
  };
}

const hex = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.integer(16).toString(16)).join("");

function* times(random: Random, count: number, usual: number): Iterable<[number, number]> {
  for (let n = 0, at = 500; n < count; n += 1) {
    yield [n, at];
    at += Math.round(usual / 3) + random.integer(usual * 2);
  }
}

const pushes = (random: Random, until: number, step: number, make: (n: number) => unknown): Told[] =>
  Array.from({ length: Math.floor(until / step) }, (_, n) => ({
    at: 40 + n * step + random.integer(step),
    event: JSON.stringify(make(n)),
    of: null,
  }));

const ANSWERED: Record<string, { key: string; by: string; make: (random: Random) => Told[] }> = {
  "a call is posted, and answered by an event of a stream": {
    key: `sse ${ADDRESS}/events`,
    by: "rid",
    make: (random) => [
      ...[...times(random, 40, 400)].flatMap(([, at]): Told[] => {
        const rid = hex(random, 12);
        const event = JSON.stringify({ reply: { rid, ok: random.integer(9) } });
        return [
          { at, url: "/call", body: { rid, do: random.integer(3) } },
          { at: at + 30 + random.integer(300), event, of: at },
        ];
      }),
      ...pushes(random, 20_000, 500, (n) => ({ news: n, text: hex(random, 6) })),
    ],
  },
  "an answer names a job, which a socket tells of": {
    key: `ws wss://push.app.example/jobs`,
    by: "answer.job",
    make: (random) => [
      ...[...times(random, 30, 600)].flatMap(([, at]): Told[] => {
        const job = `job_${hex(random, 10)}`;
        const running = JSON.stringify({ job, state: "running" });
        const done = JSON.stringify({ job, state: "done", took: random.integer(900) });
        return [
          { at, url: "/jobs", body: { render: random.integer(9) }, answer: { job, queued: true } },
          { at: at + 60 + random.integer(100), event: running, of: at },
          { at: at + 300 + random.integer(600), event: done, of: at },
        ];
      }),
      ...pushes(random, 20_000, 700, () => ({ load: random.integer(100) })),
    ],
  },
  "JSON-RPC over POST with an event stream, by a count": {
    key: `sse ${ADDRESS}/rpc/stream`,
    by: "id",
    make: (random) =>
      [...times(random, 60, 300)].flatMap(([n, at]): Told[] => [
        { at, url: "/rpc", body: { jsonrpc: "2.0", id: n + 1, method: "get", params: [random.integer(9)] } },
        {
          at: at + 20 + random.integer(60),
          event: JSON.stringify({ jsonrpc: "2.0", id: n + 1, result: n * 3 }),
          of: at,
        },
      ]),
  },
  "what is asked for by GET, and names itself": {
    key: `ws wss://app.example/live`,
    by: "?requestId",
    make: (random) => [
      ...[...times(random, 30, 500)].flatMap(([, at]): Told[] => {
        const id = hex(random, 12);
        const event = JSON.stringify({ report: id, rows: random.integer(99) });
        const asked: Told = {
          at,
          method: "GET",
          url: `/report?of=${random.integer(9)}&requestId=${id}`,
          body: null,
        };
        return random.chance(0.1) ? [asked] : [asked, { at: at + 60 + random.integer(300), event, of: at }];
      }),
      ...pushes(random, 18_000, 600, () => ({ load: random.integer(100) })),
    ],
  },
  "GraphQL on one event stream for all operations": {
    key: `sse ${ADDRESS}/graphql/stream`,
    by: "extensions.operationId",
    make: (random) =>
      [...times(random, 25, 900)].flatMap(([, at]): Told[] => {
        const id = `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`;
        return [
          { at, url: "/graphql/stream", body: { query: "{ a }", extensions: { operationId: id } } },
          {
            at: at + 40 + random.integer(90),
            event: JSON.stringify({ id, payload: { data: { a: 1 } } }),
            of: at,
          },
        ];
      }),
  },
};

const SILENT: Record<string, { key: string; make: (random: Random) => Told[] }> = {
  "samples are posted by a count, and a stream counts as well": {
    key: `sse ${ADDRESS}/events`,
    make: (random) => [
      ...Array.from({ length: 60 }, (_, n) => ({
        at: 100 + n * 500 + random.integer(30),
        url: "/metrics",
        body: { seq: n + 1, cpu: random.integer(100) },
        answer: { ok: true },
      })),
      ...Array.from({ length: 60 }, (_, n) => ({
        at: 260 + n * 500 + random.integer(30),
        event: JSON.stringify({ seq: n + 1, price: random.integer(999) }),
        of: null,
      })),
    ],
  },
  "rooms and symbols that both sides name": {
    key: `ws wss://app.example/live`,
    make: (random) => [
      ...Array.from({ length: 60 }, (_, n) => ({
        at: 100 + n * 400 + random.integer(300),
        url: "/typing",
        body: { room: `room-${random.integer(5)}`, symbol: `S${random.integer(9)}` },
      })),
      ...pushes(random, 24_000, 200, () => ({
        room: `room-${random.integer(5)}`,
        symbol: `S${random.integer(9)}`,
      })),
    ],
  },
  "what is read by GET, of which a socket tells when it changes": {
    key: `ws wss://app.example/live`,
    make: (random) =>
      [...times(random, 50, 400)].flatMap(([, at]): Told[] => {
        const id = hex(random, 12);
        const article = { id, title: hex(random, 6) };
        return [
          { at, method: "GET", url: `/articles?id=${id}`, body: null, answer: { article } },
          { at: at + 200 + random.integer(4000), event: JSON.stringify({ changed: { id } }), of: null },
        ];
      }),
  },
  "a stream gives an address to post to, a clock's step after its first use": {
    key: `sse ${ADDRESS}/events`,
    make: (random) => {
      const session = hex(random, 32);
      const posted = [...times(random, 9, 300)].map(
        ([n, at]): Told => ({
          at,
          url: `/messages?sessionId=${session}`,
          body: { id: n, method: n === 0 ? "initialize" : "call" },
        }),
      );
      return [{ at: 501, event: `/messages?sessionId=${session}`, of: null }, ...posted];
    },
  },
  "what a socket told of is marked as read": {
    key: `ws wss://app.example/live`,
    make: (random) =>
      [...times(random, 50, 400)].flatMap(([n, at]): Told[] => [
        { at, event: JSON.stringify({ message: { id: 9000 + n, text: hex(random, 6) } }), of: null },
        { at: at + 500 + random.integer(900), url: "/read", body: { upTo: 9000 + n } },
      ]),
  },
  "orders that were read are told of again when they change": {
    key: `ws wss://app.example/live`,
    make: (random) => [
      ...Array.from({ length: 30 }, (_, n) => ({
        at: 100 + n * 700 + random.integer(300),
        url: "/search",
        body: { page: n % 4 },
        answer: {
          orders: Array.from({ length: 10 }, (_, k) => ({
            id: 100 + (n % 4) * 10 + k,
            sum: random.integer(99),
          })),
        },
      })),
      ...pushes(random, 21_000, 300, () => ({
        order: { id: 100 + random.integer(40), state: hex(random, 3) },
      })),
    ],
  },
};

describe("a request is answered on another connection, where", () => {
  for (const [name, { key, by, make }] of Object.entries(ANSWERED)) {
    it(name, () => {
      for (const seed of [1, 2, 3]) {
        const { session, truth } = sessionOf(key, make(createRandom(seed * 911)));
        const { times: found, by: rules } = pairedOf(session);
        expect(found, `seed ${seed}`).toEqual(truth);
        expect(rules).toContain(by);
        const { messages, roundTrips } = analyse(session);
        const [summary] = roundTrips;
        expect(session.connections[(summary?.connection ?? 0) - 1]).toMatchObject({
          kind: "http",
          method: by.startsWith("?") ? "GET" : "POST",
        });
        expect(messages.filter(({ rttMs }) => rttMs !== null)).toHaveLength(
          truth.filter((it) => it !== null).length,
        );
        expect(
          messages.every(({ replyTo }) => replyTo === null),
          "a request is no message",
        ).toBe(true);
      }
    });
  }
});

describe("nothing is answered on another connection, where", () => {
  for (const [name, { key, make }] of Object.entries(SILENT)) {
    it(name, () => {
      for (const seed of [1, 2, 3, 4, 5]) {
        const { session } = sessionOf(key, make(createRandom(seed * 733)));
        expect(pairedOf(session).by, `seed ${seed}`).toEqual([]);
      }
    });
  }

  it("the answers come on a connection of another site, or are asked for by GET", () => {
    const { key, make } = ANSWERED[
      "a call is posted, and answered by an event of a stream"
    ] as (typeof ANSWERED)[string];
    const told = make(createRandom(5));
    expect(pairedOf(sessionOf("sse https://other.test/events", told).session).by).toEqual([]);
    const read = told.map((it) => ("event" in it ? it : { ...it, method: "GET" }));
    expect(pairedOf(sessionOf(key, read).session).by).toEqual([]);
  });
});
