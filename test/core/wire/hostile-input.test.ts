import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Batch, countEvents, readEvents } from "../../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../../src/core/wire/batch-writer.ts";
import { leaveOut } from "../../../src/core/wire/leave-out.ts";
import { parseBatch } from "../../../src/core/wire/parse-batch.ts";
import { parsePageBatch } from "../../../src/core/wire/parse-page-batch.ts";
import { parseRecord } from "../../../src/core/wire/parse-record.ts";
import { isRelayMessage } from "../../../src/core/wire/port-message.ts";
import { anyMessage, anyPageBatches, anyPageRecord } from "../../support/arbitrary-batches.ts";
import { frameKey } from "../../support/frame-batches.ts";
import { toPageBatch } from "../../support/to-page-batch.ts";

/** Numbers that have broken parsers before. */
const anyNumber = fc.oneof(
  fc.integer({ min: -1, max: 12 }),
  fc.double(),
  fc.constantFrom(2 ** 53, 2 ** 53 - 1, 2 ** 32, -0, Number.NaN, 1e300),
);
const rows = fc
  .array(fc.array(anyNumber, { minLength: 8, maxLength: 8 }), { maxLength: 6 })
  .map((it) => Float64Array.from(it.flat()));

/** What could come over a port: nearly a batch, or anything at all. */
const anyInput = fc.oneof(
  fc.anything({ withTypedArray: true, withNullPrototype: true, withSparseArray: true }),
  fc.record({
    frame: fc.oneof(fc.constant(frameKey("a")), fc.string()),
    seq: anyNumber,
    rows,
    text: fc.oneof(fc.string(), fc.constant(7)),
    bytes: fc.uint8Array({ maxLength: 60 }),
  }),
);

function readAll(batch: Batch): number {
  let events = 0;
  readEvents(batch, () => {
    events += 1;
  });
  return events;
}

describe("whatever comes from a page", () => {
  it("is parsed or refused without an exception; what is taken can be read", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const parse of [(it: unknown) => parseBatch(it), parsePageBatch]) {
          const batch = parse(input);
          if ("problem" in batch) expect(batch.problem).toMatch(/^[a-z]/);
          else expect(readAll(batch)).toBe(batch.rows.length / 8);
        }
        isRelayMessage(input);
      }),
      { numRuns: 2000 },
    );
  });

  it("is refused or read also where a good batch was changed in one number or byte", () => {
    fc.assert(
      fc.property(anyPageBatches, fc.nat(), anyNumber, fc.nat(), (batches, row, number, byte) => {
        for (const batch of batches) {
          const page = toPageBatch(batch);
          if (page.rows.length > 0) page.rows[row % page.rows.length] = number;
          if (page.bytes.length > 0) page.bytes[byte % page.bytes.length] = byte;
          const parsed = parsePageBatch(page);
          if (!("problem" in parsed)) readAll(parsed);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is no record unless it is one in every field", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.anything().map((it) => JSON.stringify(it) ?? ""),
        ),
        (json) => {
          const record = parseRecord(json);
          if (record !== null) expect(Number.isFinite(record.at)).toBe(true);
        },
      ),
    );
  });

  it("is taken where a hook could have said it, and says the same at the other end", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyPageRecord, anyMessage)), (events) => {
        const writer = createBatchWriter();
        for (const it of events) {
          if ("type" in it) writer.record(it);
          else {
            const { at, connection, flags, payload, more, eventName, eventId } = it;
            writer.message(at, connection, flags, payload, payload.length + more, eventName, eventId);
          }
        }
        const batch = parsePageBatch(structuredClone(toPageBatch(writer.take(frameKey("a"), 3))));
        if ("problem" in batch) throw new Error(batch.problem);
        const read: unknown[] = [];
        readEvents(batch, (event, { seq }) => {
          expect(seq).toBe(3 + read.length);
          if (event?.type !== "message") read.push(event);
          else
            read.push([
              event.at,
              event.connection,
              event.size,
              [...event.payload],
              event.eventName,
              event.eventId,
            ]);
        });
        const said = events.map((it) =>
          "type" in it
            ? it
            : [
                it.at,
                it.connection,
                it.payload.length + it.more,
                [...it.payload],
                wellFormed(it.eventName),
                wellFormed(it.eventId),
              ],
        );
        expect(read).toEqual(JSON.parse(JSON.stringify(said)));
      }),
      { numRuns: 300 },
    );
  });

  it("keeps its numbers where rows are left out", () => {
    fc.assert(
      fc.property(anyPageBatches, fc.func(fc.boolean()), (batches, isLeftOut) => {
        for (const batch of batches) {
          const less = leaveOut(batch, isLeftOut as (row: number) => boolean);
          expect(countEvents(less)).toBe(countEvents(batch));
          expect(parseBatch(less)).not.toHaveProperty("problem");
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** As UTF-8 has it: half a surrogate pair is U+FFFD. */
function wellFormed(text: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}
