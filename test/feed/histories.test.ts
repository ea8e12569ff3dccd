import { describe, expect, it } from "vitest";
import type { RecordEvent } from "../../src/core/wire/events.ts";
import { createHistories } from "../../src/feed/histories.ts";
import { valuesOf } from "../support/queue-of.ts";

const FRAME: RecordEvent = { type: "frame-started", at: 0, url: "https://a.example/", top: true, origin: "" };
const created = (connection: number): RecordEvent => ({
  type: "socket-created",
  at: connection,
  connection,
  url: `wss://a.example/${connection}`,
  protocols: [],
});
const opened = (connection: number, at = connection): RecordEvent => ({
  type: "socket-opened",
  at,
  connection,
  protocol: "",
  extensions: "",
});
const closed = (connection: number): RecordEvent => ({
  type: "socket-closed",
  at: 9,
  connection,
  code: 1000,
  reason: "",
  wasClean: true,
  by: "page",
});
const source = { created: { url: "https://a.example/events", withCredentials: false } };

function setUp() {
  const histories = createHistories();
  return {
    note: (record: RecordEvent) => histories.note(record, { at: record.at, json: JSON.stringify(record) }),
    announced: () => valuesOf(histories.records()).map(({ json }): RecordEvent => JSON.parse(json)),
  };
}

describe("a frame's histories", () => {
  it("are none of a frame that has said nothing", () => {
    expect(setUp().announced()).toEqual([]);
  });

  it("tells a new listener of the frame and of each live connection: how it began and whether it is open", () => {
    const { note, announced } = setUp();
    note(FRAME);
    note(created(1));
    note(opened(1));
    note(created(2));
    note({ type: "socket-errored", at: 3, connection: 2 });
    expect(announced()).toEqual([FRAME, created(1), opened(1), created(2)]);
    expect(announced(), "a second listener hears the same").toHaveLength(4);
  });

  it("tells that a connection is closing", () => {
    const { note, announced } = setUp();
    note(FRAME);
    const closing: RecordEvent = { type: "socket-closing", at: 2, connection: 1, code: null, reason: "" };
    note(created(1));
    note(opened(1));
    note(closing);
    expect(announced()).toEqual([FRAME, created(1), opened(1), closing]);
  });

  it("forgets a connection that has ended, however it ended", () => {
    const { note, announced } = setUp();
    note(FRAME);
    note(created(1));
    note(opened(1));
    note(closed(1));
    for (const connection of [2, 3, 4]) {
      note({ type: "source-created", at: 1, connection, ...source.created });
    }
    note({ type: "source-errored", at: 2, connection: 2, reconnecting: false });
    note({ type: "source-closed", at: 3, connection: 3 });
    note({ type: "source-errored", at: 4, connection: 4, reconnecting: true });
    expect(announced().map((it) => ("connection" in it ? it.connection : null))).toEqual([null, 4]);
  });

  it("tells of a source's latest opening only", () => {
    const { note, announced } = setUp();
    note(FRAME);
    note({ type: "source-created", at: 1, connection: 1, ...source.created });
    note({ type: "source-opened", at: 2, connection: 1 });
    note({ type: "source-errored", at: 3, connection: 1, reconnecting: true });
    note({ type: "source-opened", at: 4, connection: 1 });
    expect(announced().slice(2)).toEqual([{ type: "source-opened", at: 4, connection: 1 }]);
  });

  it("remembers nothing of a connection whose beginning it has not seen", () => {
    const { note, announced } = setUp();
    note(FRAME);
    note(opened(7));
    expect(announced()).toEqual([FRAME]);
  });
});
