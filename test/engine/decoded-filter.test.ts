import { expect, it, vi } from "vitest";
import type { DecoderRule } from "../../src/core/analysis/decoder-rule.ts";
import { createSession, type Session } from "../../src/core/model/session.ts";
import { parseQuery } from "../../src/core/query/parse-query.ts";
import type { Query } from "../../src/core/query/query.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { createScanWorkers } from "../../src/engine/scan-workers.ts";
import { createScanners } from "../../src/engine/scanner.ts";
import { createSessionMeanings } from "../../src/engine/session-meanings.ts";
import { createView, type View } from "../../src/engine/view.ts";
import { createFakeScanWorkers } from "../support/fake-scan-worker.ts";
import { frameBatches } from "../support/frame-batches.ts";

const URL = "wss://a.example/socket.io/?EIO=4&transport=websocket";

/** A socket of Socket.IO, with heartbeats, an event in a namespace, a refused one, and an attachment. */
const SAID = [
  '0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}',
  "40",
  "2",
  '42["price",{"symbol":"ABC"}]',
  '42/chat,["say","hello"]',
  '44/admin,{"message":"not allowed"}',
  '451-["photo",{"_placeholder":true,"num":0}]',
  Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  "2",
];

function stage(rules: DecoderRule[] = []) {
  const session = createSession();
  const frame = frameBatches("f");
  const open = (number: number, url: string) =>
    session.accept(
      frame.batch((it) => {
        it.record({ type: "socket-created", at: 1, connection: number, url, protocols: [] });
        it.record({ type: "socket-opened", at: 2, connection: number, protocol: "", extensions: "" });
      }),
    );
  const say = (number: number, ...said: (string | Uint8Array)[]) => {
    for (const it of said)
      session.accept(
        frame.batch((writer) =>
          writer.message(
            3,
            number,
            FLAG_RECEIVED | (typeof it === "string" ? 0 : FLAG_BINARY),
            it,
            null,
            "",
            "",
          ),
        ),
      );
  };
  session.accept(frame.start(0));
  open(1, URL);
  const views: View[] = [];
  const meanings = createSessionMeanings(session, {
    id: "s",
    ownDecoders: [],
    ask() {},
    rules: () => rules,
    changed: () => {},
    spoken: (connections) => {
      for (const view of views) view.spoken(connections);
    },
  });
  const workers = createFakeScanWorkers();
  const scanners = createScanners(createScanWorkers(workers.start.bind(workers)));

  function filter(text: string) {
    const query = parseQuery(text).query as Query;
    const view = createView(session, null, { query, scanners, changed: () => {}, meanings: meanings.scan });
    views.push(view);
    return view;
  }
  async function settle(view: View) {
    meanings.recognitions.look();
    await vi.waitUntil(
      () => {
        view.advance(performance.now.bind(performance));
        return !view.filtering;
      },
      { timeout: 20_000, interval: 1 },
    );
    return textsOf(session, view);
  }
  return { session, open, say, filter, settle, meanings, rules };
}

function textsOf(session: Session, view: View): string[] {
  return Array.from({ length: view.matched }, (_, at) => view.rowAt(at) as number).map((row) =>
    (session.log.flags.get(row) & FLAG_BINARY) === 0
      ? new TextDecoder().decode(session.payload(row)).slice(0, 30)
      : "bytes",
  );
}

it.each([
  ["is:heartbeat", ["2", "2"]],
  [
    "is:control -is:heartbeat is:message",
    ['0{"sid":"a","upgrades":[],"pin', "40", '44/admin,{"message":"not allow'],
  ],
  ["is:error", ['44/admin,{"message":"not allow']],
  [
    "kind=event",
    ['42["price",{"symbol":"ABC"}]', '42/chat,["say","hello"]', '451-["photo",{"_placeholder":t'],
  ],
  ["event:price", ['42["price",{"symbol":"ABC"}]']],
  ["event:/^ph/", ['451-["photo",{"_placeholder":t', "bytes"]],
  ["kind:attachment", ["bytes"]],
  ["channel:/chat", ['42/chat,["say","hello"]']],
  ['event:price "ABC"', ['42["price",{"symbol":"ABC"}]']],
])("%s finds what messages mean", async (text, expected) => {
  const { say, filter, settle } = stage();
  say(1, ...SAID);
  expect(await settle(filter(text))).toEqual(expected);
});

it("a protocol is found by its name, whatever its messages say", async () => {
  const { open, say, filter, settle } = stage();
  open(2, "wss://b.example/");
  say(1, ...SAID);
  say(2, "hello", "socket.io");
  const found = await settle(filter("proto:socket.io is:message"));
  expect(found).toHaveLength(SAID.length);
  expect(await settle(filter("proto:socket.io hello"))).toEqual(['42/chat,["say","hello"]']);
});

it("rows of a connection are looked at again when it turns out what it speaks, or is said to speak another", async () => {
  const { open, say, filter, settle, meanings, rules } = stage();
  open(2, "wss://b.example/live");
  say(2, '42["a",1]', "2");
  const view = filter("-is:heartbeat -event:b is:message");
  expect(await settle(view)).toEqual(['42["a",1]', "2"]);
  say(2, '42["b",2]', "2", '42["c",3]', '42["d",4]', "2");
  await vi.waitUntil(async () => (await settle(view)).length === 3, { timeout: 20_000 });
  expect(await settle(view)).toEqual(['42["a",1]', '42["c",3]', '42["d",4]']);
  rules.push({ url: "wss://b.example/*", session: null, connection: null, pinned: [], refused: [] });
  meanings.chosen();
  await vi.waitUntil(async () => (await settle(view)).length === 7, { timeout: 20_000 });
});
