import { expect, it, vi } from "vitest";
import { decodeSession } from "../../src/core/analysis/decode-session.ts";
import { analyse } from "../../src/core/analysis/report.ts";
import { ROW_MESSAGE } from "../../src/core/model/message-log.ts";
import { createPayloads } from "../../src/core/model/payloads.ts";
import { createSession, type Session } from "../../src/core/model/session.ts";
import { FLAG_PARTIAL, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { acceptAndWrite, createRecorder } from "../../src/engine/recorder.ts";
import { createRowMeanings, type RowMeanings } from "../../src/engine/row-meanings.ts";
import { frameBatches } from "../support/frame-batches.ts";
import { createMemoryStore } from "../support/memory-store.ts";
import { sessionFromText } from "../support/session-from-text.ts";

const URL = "wss://a.example/socket.io/?EIO=4&transport=websocket";
const OPEN = '0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}';

/** Opens a socket of Socket.IO in a session; then says so many lines. */
function say(session: Session, texts: readonly string[], accept = session.accept) {
  const frame = frameBatches("f");
  accept(
    frame.batch((it) => {
      it.record({ type: "frame-started", at: 0, url: "https://a.example/", top: true, origin: "" });
      it.record({ type: "socket-created", at: 1, connection: 1, url: URL, protocols: [] });
      it.record({ type: "socket-opened", at: 2, connection: 1, protocol: "", extensions: "" });
    }),
  );
  for (const text of texts) accept(frame.text(3, 1, text));
  return frame;
}

/** What a look at all rows says, once nothing is to be found out any more. */
async function lookAt(session: Session, rows: readonly number[]) {
  let told = 0;
  const meanings = createRowMeanings(session, decodeSession(session), () => {
    told += 1;
  });
  const look = () => {
    const { meaningOf, end } = meanings.look();
    const found = rows.map(meaningOf);
    end();
    return found;
  };
  const first = look();
  const isKnown = (row: number) => session.log.kind.get(row) !== ROW_MESSAGE || meanings.known(row) !== null;
  await vi.waitUntil(() => rows.every(isKnown), { timeout: 20_000 });
  return { first, last: look(), told: () => told, look, meanings };
}

/** A slice may be too short for it on a slow machine: then it is known after a while. */
function comeTo(meanings: RowMeanings, row: number) {
  const look = () => {
    const { meaningOf, end } = meanings.look();
    const found = meaningOf(row);
    end();
    return found;
  };
  return vi.waitUntil(look, { timeout: 20_000, interval: 20 });
}

it("rows say what they are, as the report does", async () => {
  const session = sessionFromText({
    [`ws ${URL}`]: [`0ms < ${OPEN}`, "1ms > 40", '2ms > 421["typing",{"room":3}]', "4ms < 2"],
    "sse https://c.example/events": ['8ms <[tick #1] {"a":1}', "9ms < plain"],
  });
  const rows = Array.from({ length: session.log.length }, (_, row) => row);
  const found = (await lookAt(session, rows)).last.filter((it) => it !== null);
  expect(found.map(({ kind, event, summary, control }) => ({ kind, event, summary, control }))).toEqual(
    analyse(session).messages.map(({ kind, event, summary, control }) => ({ kind, event, summary, control })),
  );
  expect(found[2]).toMatchObject({ protocol: "socket.io", channel: "/", parts: 1, failed: false });
});

it("what lies on the disk is read, with all that is before it, and then told of", async () => {
  const store = createMemoryStore();
  const session = createSession(
    createPayloads({ pageBytes: 1024, windowBytes: 0, readBackBytes: 16 * 1024 }),
  );
  const line = () => ({ id: "s" }) as never;
  const recorder = createRecorder(Promise.resolve(store), line, session, (why) => expect.unreachable(why));
  const texts = [OPEN, "40", ...Array.from({ length: 3000 }, (_, index) => `42["price",${index}]`)];
  say(session, texts, (batch) => acceptAndWrite(session, recorder, batch));
  await recorder.settled();
  const last = session.log.length - 1;
  const { first, last: then, told } = await lookAt(session, [last - 1, last]);
  expect(first).toEqual([null, null]);
  expect(then.map((it) => it?.summary)).toEqual(["price 2998", "price 2999"]);
  expect(told()).toBeGreaterThan(0);
});

it("what more messages change is said anew", async () => {
  const session = createSession();
  const frame = say(session, []);
  session.accept(frame.text(3, 2, '42["a",1]'));
  const row = session.log.length - 1;
  const meanings = createRowMeanings(session, decodeSession(session), () => {});
  expect(meanings.look().meaningOf(row)).toBeNull();
  for (const text of ['42["b",2]', '42["c",3]', '42["d",4]']) session.accept(frame.text(4, 2, text));
  expect(await comeTo(meanings, row)).toMatchObject({ protocol: "socket.io", event: "a" });
});

it("a message that is still coming is read again when it has come", async () => {
  const session = createSession();
  const frame = say(session, [OPEN, "40"]);
  const whole = '42["late",{"text":"0123456789"}]';
  session.accept(
    frame.batch((it) =>
      it.message(
        5,
        1,
        FLAG_RECEIVED | FLAG_PARTIAL,
        new TextEncoder().encode(whole.slice(0, 10)),
        whole.length,
        "",
        "",
      ),
    ),
  );
  const row = session.log.length - 1;
  const seq = session.nextSeq(frame.key) - 1;
  const meanings = createRowMeanings(session, decodeSession(session), () => {});
  await comeTo(meanings, row);
  session.accept(frame.batch((it) => it.payload(6, seq, 0, new TextEncoder().encode(whole.slice(10)))));
  expect(await comeTo(meanings, row)).toMatchObject({
    event: "late",
    summary: 'late {"text":"0123456789"}',
    problem: null,
  });
});

it("of what is very large the beginning is read, and it takes no time", async () => {
  const session = createSession();
  say(session, [OPEN, "40", `42["big","${"x".repeat(50_000_000)}"]`]);
  const row = session.log.length - 1;
  const meanings = createRowMeanings(session, decodeSession(session), () => {});
  const before = performance.now();
  const found = await comeTo(meanings, row);
  expect(found).toMatchObject({ event: "big" });
  expect(found?.summary?.length).toBeLessThanOrEqual(600);
  expect(performance.now() - before).toBeLessThan(2000);
});
