import { describe, expect, it } from "vitest";
import { type Batch, FLAG_RECEIVED } from "../../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../../src/core/wire/batch-writer.ts";
import { parseBatch } from "../../../src/core/wire/parse-batch.ts";
import { richBatches } from "../export/rich-session.ts";

/** A record, a message with a name and an ID, and more of its payload. */
function goodBatch(): Batch {
  const writer = createBatchWriter();
  writer.record({ type: "navigated", at: 1, url: "https://a.example/" });
  writer.message(2, 1, FLAG_RECEIVED, "text", null, "name", "id");
  writer.payload(3, 1, 0, new Uint8Array([1, 2]));
  writer.skip(4, 12);
  return writer.take("frame", 5);
}

/** The good batch with one number of one row changed. */
function changed(row: number, column: number, value: number): object {
  const batch = goodBatch();
  batch.rows[row * 8 + column] = value;
  return batch;
}

describe("parseBatch", () => {
  it("lets every batch of a writer through, as it is", () => {
    for (const batch of [goodBatch(), ...richBatches()]) expect(parseBatch(batch)).toEqual(batch);
    expect(parseBatch(createBatchWriter().take("", 0))).not.toHaveProperty("problem");
  });

  it("takes arrays that were cloned", () => {
    expect(parseBatch(structuredClone(goodBatch()))).toEqual(goodBatch());
  });

  const good = goodBatch();
  it.each([
    ["nothing", null, "not a batch"],
    ["a text", "batch", "not a batch"],
    ["no frame", { ...good, frame: 3 }, "no frame"],
    ["a long frame", { ...good, frame: "x".repeat(65) }, "no frame"],
    ["no sequence number", { ...good, seq: -1 }, "no sequence number"],
    ["half a sequence number", { ...good, seq: 0.5 }, "no sequence number"],
    ["rows that are a list", { ...good, rows: [...good.rows] }, "no rows"],
    ["rows of another width", { ...good, rows: new Float32Array(8) }, "no rows"],
    ["bytes that are none", { ...good, bytes: {} }, "no bytes"],
    ["bytes that became an object", { ...good, bytes: { ...good.bytes } }, "no bytes"],
    ["a cut row", { ...good, rows: good.rows.slice(0, -1) }, "a row is cut"],
    ["an unknown code", changed(0, 0, 9), "a row of an unknown kind"],
    ["no time", changed(1, 1, Number.NaN), "a row has no time"],
    ["an endless time", changed(1, 1, Number.POSITIVE_INFINITY), "a row has no time"],
    ["a negative connection", changed(1, 2, -1), "a row has no valid size"],
    ["half a byte", changed(1, 3, 1.5), "a row has no valid size"],
    ["a negative size", changed(1, 4, -4), "a row has no valid size"],
    ["a name of negative length", changed(1, 6, -1), "a row has no valid size"],
    ["an ID of no length", changed(1, 7, Number.NaN), "a row has no valid size"],
    ["an unknown flag", changed(1, 5, 32), "a row has unknown flags"],
    ["a chunk without a position", changed(1, 5, 16), "a chunk has no position"],
    ["a flag beyond 32 bits", changed(1, 5, 2 ** 32), "a row has unknown flags"],
    ["a message larger than its size", changed(1, 4, 3), "a message is larger than it says"],
    ["a row longer than its bytes", changed(2, 3, 3), "a row is longer than its batch"],
    ["bytes left over", changed(2, 3, 1), "bytes that belong to no row"],
    ["a record of the wrong length", changed(0, 3, 10), "a record is malformed"],
    ["a record with a name", changed(0, 6, 1), "a row has a name out of place"],
    ["a payload with an ID", changed(2, 7, 1), "a row has a name out of place"],
    [
      "a skip with bytes",
      { ...good, rows: good.rows.with(3 * 8 + 3, 1), bytes: new Uint8Array([...good.bytes, 1]) },
      "a skip has bytes",
    ],
  ])("refuses %s", (_, batch, problem) => {
    expect(parseBatch(batch)).toEqual({ problem });
  });
});
