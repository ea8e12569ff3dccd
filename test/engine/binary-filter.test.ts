import { gzipSync } from "node:zlib";
import { encode as encodeMsgpack } from "@msgpack/msgpack";
import { serialize as encodeBson } from "bson";
import { encode as encodeCbor } from "cborg";
import { expect, it, vi } from "vitest";
import { createSession } from "../../src/core/model/session.ts";
import { parseQuery } from "../../src/core/query/parse-query.ts";
import type { Query } from "../../src/core/query/query.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { createScanWorkers } from "../../src/engine/scan-workers.ts";
import { createScanners } from "../../src/engine/scanner.ts";
import { createView } from "../../src/engine/view.ts";
import { createFakeScanWorkers } from "../support/fake-scan-worker.ts";
import { frameBatches } from "../support/frame-batches.ts";

const PRICE = { event: "price", orders: [{ id: 7, open: true }] };

/** Of each format one that says it, one that does not, a text, and bytes; then what is within something else. */
const SAID = [
  encodeMsgpack(PRICE),
  encodeCbor(PRICE),
  encodeBson(PRICE),
  JSON.stringify(PRICE),
  encodeMsgpack({ ...PRICE, event: "bye", orders: [] }),
  Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
  // Too large to be looked into.
  encodeMsgpack({ ...PRICE, rest: "x".repeat(300_000) }),
  Uint8Array.from(gzipSync(JSON.stringify(PRICE))),
  // A number of four bytes, and a list.
  Uint8Array.of(0, 0, 0, 7, ...encodeMsgpack(["publish", PRICE])),
];

async function found(text: string): Promise<number[]> {
  const session = createSession();
  const frame = frameBatches("f");
  session.accept(frame.start(0));
  session.accept(
    frame.batch((it) => {
      const url = "wss://a.example/";
      it.record({ type: "socket-created", at: 1, connection: 1, url, protocols: [] });
      it.record({ type: "socket-opened", at: 2, connection: 1, protocol: "", extensions: "" });
      for (const said of SAID) {
        const flags = FLAG_RECEIVED | (typeof said === "string" ? 0 : FLAG_BINARY);
        it.message(3, 1, flags, said, null, "", "");
      }
    }),
  );
  const workers = createFakeScanWorkers();
  const scanners = createScanners(createScanWorkers(workers.start.bind(workers)));
  const query = parseQuery(text).query as Query;
  const view = createView(session, null, { query, scanners, changed: () => {} });
  await vi.waitUntil(
    () => {
      view.advance(performance.now.bind(performance));
      return !view.filtering;
    },
    { timeout: 20_000, interval: 1 },
  );
  const rows = Array.from({ length: session.log.length }, (_, row) => row);
  const first = rows.find((row) => session.payload(row).length === SAID[0]?.length) as number;
  return Array.from({ length: view.matched }, (_, at) => (view.rowAt(at) as number) - first);
}

it.each([
  ["$.orders[0].id=7", [0, 1, 2, 3, 7, 8]],
  ["$.orders[0].id=7 type:binary", [0, 1, 2, 7, 8]],
  ["$.event=bye", [4]],
  ["$.event=bye or $.orders[*].open=true type:text", [3, 4]],
  ["-$.event dir:received", [5, 6]],
  ["$.rest", []],
])("%s looks into maps of MessagePack, CBOR and BSON", async (text, expected) => {
  expect(await found(text)).toEqual(expected);
});
