import fc from "fast-check";
import { type Batch, FLAG_BINARY, FLAG_PARTIAL, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../src/core/wire/batch-writer.ts";
import type { RecordEvent } from "../../src/core/wire/events.ts";
import { frameKey } from "./frame-batches.ts";

/** Any text that JavaScript can hold: control characters, bidirectional overrides, halves of surrogate pairs. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(0, 0x0a, 0x22, 0x3c, 0x202e, 0x2066, 0xd800, 0xdc00, 0xfeff),
    ),
    { maxLength: 20 },
  )
  .map((units) => String.fromCharCode(...units));

/** Any time that a page may say. */
export const anyTime = fc.oneof(
  fc.double({ min: 0, max: 2 ** 42, noNaN: true }),
  fc.constantFrom(0, 1, 2 ** 42, 1767268800000.25),
);

const connection = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 1e9 }));
const count = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(1e9));

type Fields<T extends RecordEvent["type"]> = {
  [K in keyof Extract<RecordEvent, { type: T }>]: fc.Arbitrary<Extract<RecordEvent, { type: T }>[K]>;
};

function record<T extends RecordEvent["type"]>(
  type: T,
  fields: Omit<Fields<T>, "type" | "at">,
): fc.Arbitrary<RecordEvent> {
  return fc.record({
    type: fc.constant(type),
    at: anyTime,
    ...fields,
  }) as unknown as fc.Arbitrary<RecordEvent>;
}

const code = fc.option(fc.integer({ min: 0, max: 65_535 }));

/** Any record that a page may say. */
export const anyPageRecord: fc.Arbitrary<RecordEvent> = fc.oneof(
  record("frame-started", { url: anyText, top: fc.boolean(), origin: anyText }),
  record("frame-left", { url: anyText, kept: fc.boolean() }),
  record("frame-shown", { url: anyText }),
  record("socket-created", { connection, url: anyText, protocols: fc.array(anyText, { maxLength: 3 }) }),
  record("socket-opened", { connection, protocol: anyText, extensions: anyText }),
  record("socket-closing", { connection, code, reason: anyText }),
  record("socket-errored", { connection }),
  record("lifecycle-changed", { state: fc.constantFrom("visible", "hidden", "frozen") }),
  record("thread-blocked", { blockedMs: fc.nat(100_000) }),
  record("socket-buffered", { connection, bytes: count }),
  record("send-discarded", { connection, bytes: count }),
  record("socket-closed", {
    connection,
    code,
    reason: anyText,
    wasClean: fc.option(fc.boolean()),
    by: fc.constantFrom("page", "server", "network", "unknown"),
  }),
  record("source-created", { connection, url: anyText, withCredentials: fc.boolean() }),
  record("source-opened", { connection }),
  record("source-errored", { connection, reconnecting: fc.boolean() }),
  record("source-closed", { connection }),
  record("messages-dropped", { connection: fc.option(connection), count, bytes: count, why: anyText }),
  record("hook-failed", { count, message: anyText }),
);

/** A message, as what is said to a writer. */
export const anyMessage = fc.record({
  at: anyTime,
  connection,
  flags: fc.integer({ min: 0, max: FLAG_RECEIVED | FLAG_BINARY | FLAG_PARTIAL }),
  payload: fc.uint8Array({ maxLength: 40 }),
  more: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 50 }), fc.constant(2 ** 39)),
  eventName: anyText,
  eventId: anyText,
});

/** More of a payload, of a message that there is or is not. */
export const anyPiece = fc.record({
  at: anyTime,
  message: fc.integer({ min: 0, max: 30 }),
  flags: fc.constantFrom(0, FLAG_PARTIAL),
  payload: fc.uint8Array({ maxLength: 40 }),
});

/** Batches of three frames, well formed, but in any order, with gaps, repeated and overlapping. */
export const anyPageBatches: fc.Arbitrary<Batch[]> = fc.array(
  fc
    .record({
      frame: fc.constantFrom("a", "b", "c"),
      seq: fc.integer({ min: 0, max: 30 }),
      events: fc.array(fc.oneof(anyPageRecord, anyMessage, anyPiece), { minLength: 1, maxLength: 8 }),
    })
    .map(({ frame, seq, events }) => {
      const writer = createBatchWriter();
      for (const event of events) {
        if ("type" in event) writer.record(event);
        else if ("message" in event) writer.payload(event.at, event.message, event.flags, event.payload);
        else {
          const { at, flags, payload, more, eventName, eventId } = event;
          writer.message(at, event.connection, flags, payload, payload.length + more, eventName, eventId);
        }
      }
      return writer.take(frameKey(frame), seq);
    }),
  { maxLength: 12 },
);
