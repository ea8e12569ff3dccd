import { describe, expect, it } from "vitest";
import {
  type Batch,
  countEvents,
  createBatchWriter,
  FLAG_BINARY,
  FLAG_PARTIAL,
  FLAG_RECEIVED,
  readEvents,
} from "../../../src/core/wire/batch.ts";
import type { SessionEvent } from "../../../src/core/wire/events.ts";
import { withoutMessages } from "../../../src/core/wire/without-messages.ts";

function eventsOf(batch: Batch): { seq: number; event: SessionEvent | null }[] {
  const events: { seq: number; event: SessionEvent | null }[] = [];
  readEvents(batch, (event, { seq }) => void events.push({ seq, event }));
  return events;
}

describe("a batch", () => {
  it("holds the events that were written, in order", () => {
    const writer = createBatchWriter();
    writer.message(1.5, 2, FLAG_RECEIVED, "häm 👋", null, "näme", "ïd");
    writer.message(2, 2, FLAG_BINARY | FLAG_PARTIAL, new Uint8Array([7]), 100, "", "");
    writer.payload(3, 11, 0, new Uint8Array([8, 9]));
    writer.record({ type: "navigated", at: 4, url: "https://ä.example/" });
    expect(writer.count).toBe(4);
    const batch = writer.take("frame", 10);
    expect(countEvents(batch)).toBe(4);
    expect(eventsOf(batch)).toEqual([
      {
        seq: 10,
        event: {
          type: "message",
          at: 1.5,
          connection: 2,
          direction: "received",
          payloadType: "text",
          payload: new TextEncoder().encode("häm 👋"),
          size: 9,
          partial: false,
          eventName: "näme",
          eventId: "ïd",
        },
      },
      {
        seq: 11,
        event: {
          type: "message",
          at: 2,
          connection: 2,
          direction: "sent",
          payloadType: "binary",
          payload: new Uint8Array([7]),
          size: 100,
          partial: true,
          eventName: "",
          eventId: "",
        },
      },
      {
        seq: 12,
        event: { type: "payload", at: 3, message: 11, payload: new Uint8Array([8, 9]), partial: false },
      },
      { seq: 13, event: { type: "navigated", at: 4, url: "https://ä.example/" } },
    ]);
  });

  it("is of exactly its size, and its writer empty again", () => {
    const writer = createBatchWriter();
    for (let index = 0; index < 1000; index += 1)
      writer.message(index, 1, 0, "x".repeat(index), null, "", "");
    const batch = writer.take("frame", 0);
    expect(batch.rows.length).toBe(8000);
    expect(batch.bytes.length).toBe((999 * 1000) / 2);
    expect([writer.count, writer.size]).toEqual([0, 0]);
    expect(writer.take("frame", 1000).rows).toHaveLength(0);
  });

  it("counts what a skip stands for", () => {
    const writer = createBatchWriter();
    writer.skip(1, 5);
    writer.record({ type: "recording-resumed", at: 2 });
    const batch = writer.take("frame", 3);
    expect(countEvents(batch)).toBe(6);
    expect(eventsOf(batch)).toEqual([
      { seq: 3, event: null },
      { seq: 8, event: { type: "recording-resumed", at: 2 } },
    ]);
  });

  it("without its messages covers the same numbers", () => {
    const writer = createBatchWriter();
    writer.message(1, 1, FLAG_PARTIAL, "a", 2, "", "");
    writer.payload(2, 0, 0, new Uint8Array([1]));
    writer.record({ type: "navigated", at: 3, url: "" });
    writer.message(4, 1, 0, "b", null, "", "");
    const batch = writer.take("frame", 0);
    const without = withoutMessages(batch, { from: 0, until: 10 });
    expect(countEvents(without)).toBe(countEvents(batch));
    expect(eventsOf(without).map(({ seq, event }) => [seq, event?.type ?? null])).toEqual([
      [0, null],
      [1, null],
      [2, "navigated"],
      [3, null],
    ]);
    expect(without.bytes.length).toBeLessThan(batch.bytes.length);
  });

  it("without the messages of a span keeps those before and after it", () => {
    const writer = createBatchWriter();
    for (let at = 1; at <= 4; at += 1) writer.message(at, 1, 0, `m${at}`, null, "", "");
    const without = withoutMessages(writer.take("frame", 7), { from: 2, until: 4 });
    const kept = eventsOf(without).map(({ seq, event }) => [seq, event?.at ?? null]);
    expect(kept).toEqual([
      [7, 1],
      [8, null],
      [9, null],
      [10, 4],
    ]);
  });
});
