import { describe, expect, it } from "vitest";
import {
  type Batch,
  countEvents,
  FLAG_BINARY,
  FLAG_PARTIAL,
  FLAG_RECEIVED,
  readEvents,
} from "../../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../../src/core/wire/batch-writer.ts";
import type { SessionEvent } from "../../../src/core/wire/events.ts";
import { withoutMessages } from "../../../src/core/wire/without-messages.ts";
import { createRandom } from "../../support/random.ts";

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

describe("what is put into a writer", () => {
  const TEXTS = ["ascii", "", "é", "\ud83d", "\udc4b", "👋", "x".repeat(20_000), "\u{10ffff}", "\0\n", "ab"];
  const store = Uint8Array.from({ length: 1000 }, (_, index) => index);

  it("comes out as it was put in, whatever follows what", () => {
    const random = createRandom(5);
    const encoder = new TextEncoder();
    const writer = createBatchWriter();
    const wanted: { kind: string; bytes: string; size: number }[] = [];
    const want = (kind: string, bytes: Uint8Array, size = bytes.length) =>
      wanted.push({ kind, bytes: Buffer.from(bytes).toString("hex"), size });
    let place = 0;
    for (let step = 0; step < 5000; step += 1) {
      const text = random.pick(TEXTS);
      const choice = random.integer(12);
      if (choice < 6) {
        writer.message(step, 1, 0, text, null, "", "");
        want("message", encoder.encode(text));
      } else if (choice < 8) {
        const part = store.subarray(place, place + random.integer(41));
        place = random.integer(900);
        writer.message(step, 1, FLAG_BINARY, part, null, "", "");
        want("message", part);
      } else if (choice === 8) {
        writer.message(step, 1, 0, text, 100_000, "näme", "id");
        want("message", encoder.encode(text), 100_000);
      } else if (choice === 9) {
        writer.payload(step, 1, 0, store.slice(0, step % 50));
        want("payload", store.subarray(0, step % 50));
      } else if (choice === 10) {
        writer.skip(step, 2);
        want("skip", new Uint8Array(0), 0);
      } else {
        writer.record({ type: "navigated", at: step, url: text.slice(0, 100) });
        want("navigated", new Uint8Array(0), 0);
      }
    }
    const got: typeof wanted = [];
    readEvents(writer.take("frame", 0), (event) => {
      const payload = event !== null && "payload" in event ? event.payload : new Uint8Array(0);
      const size = event?.type === "message" ? event.size : payload.length;
      got.push({ kind: event?.type ?? "skip", bytes: Buffer.from(payload).toString("hex"), size });
    });
    expect(got).toEqual(wanted);
  });
});
