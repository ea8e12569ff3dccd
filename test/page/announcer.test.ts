import { describe, expect, it } from "vitest";
import type { RecordEvent } from "../../src/core/wire/events.ts";
import { createAnnouncer } from "../../src/page/announcer.ts";
import type { Emitter } from "../../src/page/emitter.ts";
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
  let said: RecordEvent[] = [];
  const emitter = {
    record: (record: RecordEvent) => void said.push(record),
    announce: (histories) => histories.forEach((history) => void said.push(...valuesOf(history))),
  } as Emitter;
  const announcer = createAnnouncer(emitter, FRAME);
  return {
    announcer,
    said: () => said,
    announced() {
      said = [];
      announcer.announce();
      return said;
    },
  };
}

describe("an announcer", () => {
  it("says nothing of a frame that has said nothing", () => {
    const { announcer, announced } = setUp();
    expect(announced()).toEqual([]);
    expect(announcer.started).toBe(false);
  });

  it("says the frame before the first record, and once", () => {
    const { announcer, said } = setUp();
    announcer.record(created(1));
    announcer.record(opened(1));
    expect(announcer.started).toBe(true);
    expect(said()).toEqual([FRAME, created(1), opened(1)]);
  });

  it("tells a new listener of the frame and of each live connection: how it began and whether it is open", () => {
    const { announcer, announced } = setUp();
    announcer.record(created(1));
    announcer.record(opened(1));
    announcer.record(created(2));
    announcer.record({ type: "socket-errored", at: 3, connection: 2 });
    expect(announced()).toEqual([FRAME, created(1), opened(1), created(2)]);
    expect(announced(), "a second listener hears the same").toHaveLength(4);
  });

  it("tells that a connection is closing", () => {
    const { announcer, announced } = setUp();
    const closing: RecordEvent = { type: "socket-closing", at: 2, connection: 1, code: null, reason: "" };
    announcer.record(created(1));
    announcer.record(opened(1));
    announcer.record(closing);
    expect(announced()).toEqual([FRAME, created(1), opened(1), closing]);
  });

  it("forgets a connection that has ended, however it ended", () => {
    const { announcer, announced } = setUp();
    announcer.record(created(1));
    announcer.record(opened(1));
    announcer.record(closed(1));
    for (const connection of [2, 3, 4]) {
      announcer.record({ type: "source-created", at: 1, connection, ...source.created });
    }
    announcer.record({ type: "source-errored", at: 2, connection: 2, reconnecting: false });
    announcer.record({ type: "source-closed", at: 3, connection: 3 });
    announcer.record({ type: "source-errored", at: 4, connection: 4, reconnecting: true });
    expect(announced().map((it) => ("connection" in it ? it.connection : null))).toEqual([null, 4]);
  });

  it("tells of a source's latest opening only", () => {
    const { announcer, announced } = setUp();
    announcer.record({ type: "source-created", at: 1, connection: 1, ...source.created });
    announcer.record({ type: "source-opened", at: 2, connection: 1 });
    announcer.record({ type: "source-errored", at: 3, connection: 1, reconnecting: true });
    announcer.record({ type: "source-opened", at: 4, connection: 1 });
    expect(announced().slice(2)).toEqual([{ type: "source-opened", at: 4, connection: 1 }]);
  });

  it("remembers nothing of a connection whose beginning it has not seen", () => {
    const { announcer, announced } = setUp();
    announcer.record(opened(7));
    expect(announced()).toEqual([FRAME]);
  });
});
