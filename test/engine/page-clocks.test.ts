import { expect, test } from "vitest";
import { createSession } from "../../src/core/model/session.ts";
import { FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../src/core/wire/batch-writer.ts";
import { createPageClocks } from "../../src/engine/page-clocks.ts";

const AT = Date.UTC(2026, 0, 1);

/** Two sockets of each frame, of which one says little; `step` is what the frame's clock is rounded to. */
function talk(frames: Readonly<Record<string, number>>) {
  const session = createSession();
  for (const [frame, step] of Object.entries(frames)) {
    const writer = createBatchWriter();
    for (const connection of [1, 2]) {
      const url = `wss://a.example/${frame}/${connection}`;
      writer.record({ type: "socket-created", at: AT, connection, url, protocols: [] });
      writer.record({ type: "socket-opened", at: AT, connection, protocol: "", extensions: "" });
    }
    for (let n = 0; n < 60; n += 1) {
      const at = AT + Math.round((n * 37.77) / step) * step;
      writer.message(at, n % 20 === 3 ? 2 : 1, FLAG_RECEIVED, "x", null, "", "");
    }
    session.accept(writer.take(frame, 0));
  }
  return session;
}

test("a connection of few messages has the clock of its page, and not that of another", () => {
  const session = talk({ a: 1, b: 0.1 });
  const stepOf = (path: string) => {
    const connection = session.connections.find(({ url }) => url.endsWith(path));
    return createPageClocks(session).stepOf(connection?.id ?? 0, session.log.length - 1);
  };
  expect([stepOf("/a/1"), stepOf("/a/2")]).toEqual([1, 1]);
  expect([stepOf("/b/1"), stepOf("/b/2")]).toEqual([0.1, 0.1]);
});

test("of a page that has said little it is not known", () => {
  const session = talk({});
  expect(createPageClocks(session).stepOf(1, 0)).toBeNull();
});
