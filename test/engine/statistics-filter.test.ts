import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { createSessionSchema } from "../../src/core/analysis/session-schema.ts";
import { createSession } from "../../src/core/model/session.ts";
import { parseQuery } from "../../src/core/query/parse-query.ts";
import type { Query } from "../../src/core/query/query.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import type { StatisticsBy } from "../../src/core/wire/statistics-answer.ts";
import { createScanWorkers } from "../../src/engine/scan-workers.ts";
import { createScanners } from "../../src/engine/scanner.ts";
import { createSessionMeanings } from "../../src/engine/session-meanings.ts";
import { createStatistics } from "../../src/engine/statistics.ts";
import { createView, type View } from "../../src/engine/view.ts";
import { filterOfGroup } from "../../src/panel/store/statistics.ts";
import { CONVERSATIONS } from "../core/decode/conversations/all.ts";
import { anyText } from "../support/arbitrary-batches.ts";
import { toMessages } from "../support/decode-conversation.ts";
import { createFakeScanWorkers } from "../support/fake-scan-worker.ts";
import { frameBatches } from "../support/frame-batches.ts";

const now = performance.now.bind(performance);

/** Names that look alike, and that are difficult to write: another case, quotes, slashes, ends of lines, too long. */
const name = fc.oneof(
  anyText,
  fc.constantFrom("", "price", "Price", "price tick", 'a "b" \\ c', "/a.b/i", "a\nb", "message", "…"),
  fc.constantFrom(199, 200, 201, 300).map((length) => "x".repeat(length)),
  fc.constantFrom("y", "z…").map((end) => "x".repeat(200) + end),
);

const payload = fc.oneof(
  fc.constantFrom("", "plain", "1", '{"type":"a"}', '{"type":"A"}', '{"type":"a","id":1}', "[]", '{"a":1}'),
  name.map((type) => JSON.stringify({ type })),
  name.map((method) =>
    JSON.stringify([
      { jsonrpc: "2.0", method },
      { jsonrpc: "2.0", method: "other" },
    ]),
  ),
  fc.uint8Array({ maxLength: 8 }),
);

const message = fc.record({ payload, eventType: name, received: fc.boolean() });

const mixed = fc.record({
  conversations: fc.uniqueArray(fc.nat(CONVERSATIONS.length - 1), { maxLength: 4 }),
  plain: fc.array(message, { maxLength: 20 }),
  events: fc.array(message, { maxLength: 20 }),
  methods: fc.array(fc.constantFrom("GET", "POST", "get", "X-odd"), { maxLength: 4 }),
});

type Mixed = typeof mixed extends fc.Arbitrary<infer T> ? T : never;

function sessionOf({ conversations, plain, events, methods }: Mixed) {
  const session = createSession();
  const frame = frameBatches("f");
  const network = frameBatches("n");
  session.accept(frame.start(0));
  let number = 0;
  const begin = (url: string, protocol: string, isSource: boolean) => {
    number += 1;
    const connection = number;
    session.accept(
      frame.batch((it) => {
        if (isSource) {
          it.record({ type: "source-created", at: 1, connection, url, withCredentials: false });
          it.record({ type: "source-opened", at: 2, connection });
        } else {
          const protocols = protocol === "" ? [] : [protocol];
          it.record({ type: "socket-created", at: 1, connection, url, protocols });
          it.record({ type: "socket-opened", at: 2, connection, protocol, extensions: "" });
        }
      }),
    );
    return (received: boolean, said: string | Uint8Array, eventType: string) => {
      const flags = (received ? FLAG_RECEIVED : 0) | (typeof said === "string" ? 0 : FLAG_BINARY);
      session.accept(frame.batch((it) => it.message(3, connection, flags, said, null, eventType, "")));
    };
  };
  for (const at of conversations) {
    const { lines, facts } = CONVERSATIONS[at] as (typeof CONVERSATIONS)[number];
    const isSource = facts?.kind === "eventsource" || facts?.kind === "fetch-stream";
    const say = begin(
      facts?.url ?? `wss://a.example/${at}`,
      isSource ? "" : (facts?.subprotocol ?? ""),
      isSource,
    );
    for (const { received, bytes, binary, event } of toMessages(lines)) {
      const isText = isSource || !binary;
      say(isSource || received, isText ? new TextDecoder().decode(bytes) : bytes, isSource ? event : "");
    }
  }
  const sayPlain = begin("wss://plain.example/", "", false);
  for (const it of plain) sayPlain(it.received, it.payload, "");
  const sayEvent = begin("https://events.example/", "", true);
  for (const it of events) {
    if (typeof it.payload === "string") sayEvent(true, it.payload, it.eventType);
  }
  for (const [at, method] of methods.entries()) {
    const entry = {
      startedDateTime: new Date(at).toISOString(),
      time: 5,
      request: { method, url: "https://shop.example/api", headers: [], bodySize: 0 },
      response: {
        status: 200,
        statusText: "OK",
        headers: [],
        content: { size: 2, mimeType: "", text: "{}" },
      },
      timings: {},
    };
    session.accept(
      network.batch((it) =>
        it.record({ type: "request-finished", at, entry } as unknown as Parameters<typeof it.record>[0]),
      ),
    );
  }
  return session;
}

/** What Statistics count by type, and what the filter of the type finds. */
async function countBoth(drawn: Mixed, by: StatisticsBy) {
  const session = sessionOf(drawn);
  const views: View[] = [];
  const meanings = createSessionMeanings(session, {
    id: "s",
    schema: createSessionSchema(() => ({ files: [], rules: [] })),
    ownDecoders: [],
    ask() {},
    rules: () => [],
    changed: () => {},
    spoken: (connections) => {
      for (const view of views) view.spoken(connections);
    },
  });
  meanings.recognitions.look();
  const workers = createFakeScanWorkers();
  const scanners = createScanners(createScanWorkers(workers.start.bind(workers)));
  const all = createView(session, null, null);
  all.advance(now);
  const statistics = createStatistics(session, all, by, now, meanings.decoder);
  await vi.waitUntil(() => statistics.answer().counted === statistics.answer().total, { interval: 1 });
  const { groups } = statistics.answer();
  statistics.end();
  const found: { filter: string; count: number; matched: number }[] = [];
  for (const group of groups) {
    const filter = filterOfGroup(group) as string;
    const query = parseQuery(filter).query as Query;
    const view = createView(session, null, { query, scanners, changed: () => {}, meanings: meanings.scan });
    views.push(view);
    await vi.waitUntil(
      () => {
        meanings.recognitions.look();
        view.advance(now);
        return !view.filtering;
      },
      { timeout: 20_000, interval: 1 },
    );
    found.push({ filter, count: group.count, matched: view.matched });
    view.end?.();
    views.length = 0;
  }
  return found;
}

it.each(["form", "meaning"] as const)(
  "of each type in Statistics (%s) the filter finds just those that were counted",
  async (by) => {
    await fc.assert(
      fc.asyncProperty(mixed, async (drawn) => {
        const found = await countBoth(drawn, by);
        expect(found.map(({ filter, matched }) => [filter, matched])).toEqual(
          found.map(({ filter, count }) => [filter, count]),
        );
      }),
      { numRuns: 25 },
    );
  },
  60_000,
);
