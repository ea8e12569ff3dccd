import { expect, it } from "vitest";
import { createFrameRelay } from "../../src/channel/frame-relay.ts";
import { type Batch, CODE_RECORD } from "../../src/core/wire/batch.ts";
import { encodePageBatch } from "../../src/core/wire/page-batch.ts";
import { DEFAULT_LIMITS } from "../../src/core/wire/page-limits.ts";
import { LINK_HAUL, LINK_OFFER } from "../../src/core/wire/page-link.ts";
import { SOCKET_CREATED } from "../../src/core/wire/page-records.ts";
import { recordsOf } from "../support/events-of.ts";
import { FakeWindow } from "../support/fake-window.ts";

it("tells of a haul that it cannot read, and goes on", () => {
  const window = new FakeWindow();
  const batches: Batch[] = [];
  createFrameRelay(
    window.asWindow,
    "f",
    () => "/ours/hook.js",
    DEFAULT_LIMITS,
    (batch) => batches.push(encodePageBatch(batch) as Batch) > 0,
    { later() {}, soon() {}, tellsLeaving: false },
    (link) => link.ready(),
  );
  const element = new EventTarget();
  window.document.dispatchEvent(new window.SubmitEvent(LINK_OFFER, { submitter: element } as never));
  const hand = (json: string) => {
    const rows = new Float64Array(8);
    rows.set([CODE_RECORD, 1, 1, json.length, SOCKET_CREATED]);
    const detail = { rows, count: 1, before: 0, text: json, bytes: new Uint8Array(0), apart: [] };
    return element.dispatchEvent(Object.assign(new Event(LINK_HAUL, { cancelable: true }), { detail }));
  };
  expect([hand("undefined"), hand('"wss://a.example/",""')]).toEqual([true, true]);
  expect(recordsOf(batches, "hook-failed")).toMatchObject([{ message: "events that cannot be read: 1" }]);
  expect(recordsOf(batches, "socket-created")).toHaveLength(1);
});
