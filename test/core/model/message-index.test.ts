import { expect, it } from "vitest";
import { createMessageIndex } from "../../../src/core/model/message-index.ts";
import { createSession } from "../../../src/core/model/session.ts";
import { frameBatches } from "../../support/frame-batches.ts";

it("knows the messages of each connection, in their order, while the log grows", () => {
  const session = createSession();
  const frame = frameBatches("f");
  const index = createMessageIndex(session.log);
  for (let round = 0; round < 100; round += 1) {
    session.accept(frame.text(round, 1, "a"));
    session.accept(
      frame.batch((it) => it.record({ type: "navigated", at: round, url: "https://a.example/" })),
    );
    if (round % 3 === 0) session.accept(frame.text(round, 2, "b"));
    if (round % 10 === 0) index.update();
  }
  while (!index.update(7));
  const connections = [1, 2].map((number) => session.connections[number - 1]?.id as number);
  expect(connections.map(index.count)).toEqual([100, 34]);
  for (const id of connections) {
    const rows = Array.from({ length: index.count(id) }, (_, at) => index.rowAt(id, at));
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect(rows.every((row) => session.log.connection.get(row) === id)).toBe(true);
    expect(rows.map(index.indexOf)).toEqual(rows.map((_, at) => at));
  }
  expect(index.indexOf(session.log.length)).toBeNull();
});
