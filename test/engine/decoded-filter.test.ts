import { expect, it, vi } from "vitest";
import type { DecoderRule } from "../../src/core/analysis/decoder-rule.ts";
import { createSessionSchema, type SchemaSettings } from "../../src/core/analysis/session-schema.ts";
import { createSession, type Session } from "../../src/core/model/session.ts";
import { parseQuery } from "../../src/core/query/parse-query.ts";
import type { Query } from "../../src/core/query/query.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { createScanWorkers } from "../../src/engine/scan-workers.ts";
import { createScanners } from "../../src/engine/scanner.ts";
import { createSessionMeanings } from "../../src/engine/session-meanings.ts";
import { createStatistics } from "../../src/engine/statistics.ts";
import { createView, type View } from "../../src/engine/view.ts";
import { filterOfGroup, nameOfGroup } from "../../src/panel/store/statistics.ts";
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

const PRICES = `syntax = "proto3";
package shop;
message Price { string symbol = 1; double value = 2; Side side = 3; repeated Order orders = 4; map<string, int32> counts = 5; }
message Order { int64 id = 1; bool open = 2; repeated int32 parts = 3; }
message Ask { string symbol = 1; }
enum Side { ANY = 0; BUY = 1; }
`;

/** "ABC", 1.5, BUY; orders 7, open, in parts 1 and 2, and 9007199254740993; counts of x: 5. */
const PRICE = bytesOf(
  "0a0341424311000000000000f83f18012208080710011a020102220908818080808080801020002a050a0178100 5",
);
const OTHER_PRICE = bytesOf("0a0344454611000000000000f03f");
const ASK = bytesOf("0a03414243");

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
}

function stage(rules: DecoderRule[] = [], schemas: SchemaSettings = { files: [], rules: [] }) {
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
  const said = { schemas };
  const meanings = createSessionMeanings(session, {
    id: "s",
    schema: createSessionSchema(() => said.schemas),
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
  return { session, open, say, filter, settle, meanings, rules, said, views };
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

it("a type of message in Statistics is found by its filter, also where no protocol was recognised", async () => {
  const { session, open, say, filter, settle, meanings } = stage();
  open(2, "wss://b.example/");
  const said = ["a", "b", "a"].map((type, at) => `{"type":"${type}","at":${at}}`);
  say(2, ...said, "plain");
  meanings.recognitions.look();
  const all = filter("is:message");
  await settle(all);
  const statistics = createStatistics(
    session,
    all,
    "meaning",
    performance.now.bind(performance),
    meanings.decoder,
  );
  await vi.waitUntil(() => statistics.answer().counted === said.length + 1, { timeout: 20_000 });
  const { groups } = statistics.answer();
  const found: [string, number, number][] = [];
  for (const group of groups) {
    const text = filterOfGroup(group) as string;
    found.push([nameOfGroup(group), group.count, (await settle(filter(text))).length]);
  }
  expect(found).toEqual(
    expect.arrayContaining([
      ["json a", 2, 2],
      ["json b", 1, 1],
    ]),
  );
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

const SCHEMA: SchemaSettings = {
  files: [{ name: "prices.proto", content: PRICES }],
  rules: [
    { url: "wss://b.example/*", session: null, connection: null, sent: "shop.Ask", received: "shop.Price" },
  ],
};

it.each([
  ["event:price", 2],
  ["event=price", 2],
  ["event:ask", 0],
  ["$.symbol=ABC", 1],
  ["$.symbol", 2],
  ["$.value>1.2", 1],
  ["$.side=BUY", 1],
  ["$.orders[0].id=7", 1],
  ["$.orders[*].open=true", 1],
  ["$.orders[0].parts[1]=2", 1],
  ['$.orders[1].id="9007199254740993"', 1],
  ["$.counts.x=5", 1],
  ["$.orders[0].symbol", 0],
  ["-$.symbol is:message", 1],
])("values and types by a schema: %s", async (text, count) => {
  const { open, say, filter, settle } = stage([], SCHEMA);
  open(2, "wss://b.example/feed");
  say(2, PRICE, OTHER_PRICE, '{"symbols":["ABC"]}');
  expect(await settle(filter(text))).toHaveLength(count);
});

it("rows are looked at again when a schema is another", async () => {
  const { open, say, filter, settle, meanings, views, said } = stage();
  open(2, "wss://b.example/feed");
  say(2, PRICE, OTHER_PRICE, ASK, '{"symbol":"ABC"}');
  expect(await settle(filter("$.symbol=ABC"))).toEqual(['{"symbol":"ABC"}']);
  const again = () => {
    meanings.chosen();
    for (const it of views) it.spoken([1, 2]);
  };
  said.schemas = SCHEMA;
  again();
  // One that began without any schema looks at no meaning, and is made anew.
  const view = filter("$.symbol=ABC");
  await vi.waitUntil(async () => (await settle(view)).length === 3, { timeout: 20_000 });
  expect(await settle(view)).toEqual(["bytes", "bytes", '{"symbol":"ABC"}']);
  const files = [{ name: "prices.proto", content: PRICES.replaceAll("symbol", "name") }];
  said.schemas = { ...SCHEMA, files };
  again();
  await vi.waitUntil(async () => (await settle(view)).length === 1, { timeout: 20_000 });
});
