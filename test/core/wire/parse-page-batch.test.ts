import { describe, expect, it } from "vitest";
import { FLAG_RECEIVED, FLAG_UNHEARD } from "../../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../../src/core/wire/batch-writer.ts";
import type { RecordEvent } from "../../../src/core/wire/events.ts";
import { encodePageBatch, FLAG_ENCODED, type PageBatch } from "../../../src/core/wire/page-batch.ts";
import {
  MAX_BATCH_BYTES,
  MAX_BATCH_ROWS,
  MAX_COUNT,
  MAX_PAYLOAD_BYTES,
  MAX_RECORD_BYTES,
  MAX_TIME,
  parsePageBatch,
} from "../../../src/core/wire/parse-page-batch.ts";
import { frameKey } from "../../support/frame-batches.ts";
import { toPageBatch } from "../../support/to-page-batch.ts";
import { getEntry } from "../export/rich-session.ts";

const KEY = frameKey("page");
const SOCKET = {
  type: "socket-created",
  at: 1,
  connection: 1,
  url: "wss://a.example/",
  protocols: [],
} as const;

function batchOf(record: object): PageBatch {
  const writer = createBatchWriter();
  writer.record(record as RecordEvent);
  return toPageBatch(writer.take(KEY, 0));
}

function message(change: Partial<{ at: number; connection: number; size: number }> = {}): PageBatch {
  const writer = createBatchWriter();
  const { at = 1, connection = 1, size = null } = change;
  writer.message(at, connection, FLAG_RECEIVED, "text", size, "name", "id");
  return toPageBatch(writer.take(KEY, 0));
}

describe("parsePageBatch", () => {
  it("lets through what a hook says", () => {
    for (const batch of [batchOf(SOCKET), message(), message({ size: MAX_PAYLOAD_BYTES, at: MAX_TIME })]) {
      expect(parsePageBatch(batch)).toEqual(encodePageBatch(batch));
    }
    const text = "x".repeat(2 * 1024 * 1024);
    expect(parsePageBatch(batchOf({ ...SOCKET, url: `data:,${text}` }))).not.toHaveProperty("problem");
  });

  it("refuses an event that only the browser can know of", () => {
    const batch = message();
    batch.rows[5] = FLAG_RECEIVED | FLAG_UNHEARD | FLAG_ENCODED;
    expect(parsePageBatch(batch)).toEqual({ problem: "an event that a page cannot know" });
    batch.rows[5] = 1024 | FLAG_ENCODED;
    expect(parsePageBatch(batch)).toEqual({ problem: "a row has unknown flags" });
  });

  it.each([
    "devtools",
    "file",
    "",
    "F".repeat(32),
    `${KEY}0`,
    ` ${KEY.slice(1)}`,
    null,
    { toString: () => KEY },
  ])("refuses a frame that no hook names (%j)", (frame) => {
    expect(parsePageBatch({ ...message(), frame })).toEqual({ problem: "no frame of a page" });
  });

  it.each([
    { type: "request-finished", at: 1, entry: getEntry("https://bank.example/", 0) },
    { type: "navigated", at: 1, url: "https://bank.example/" },
    { type: "recording-paused", at: 1 },
    { type: "recording-resumed", at: 1 },
  ])("refuses what a page cannot know: $type", (record) => {
    expect(parsePageBatch(batchOf(record))).toEqual({ problem: "a record that a page cannot know" });
  });

  it.each([
    ["a time before all clocks", message({ at: -1 }), "a row of no time that is known"],
    ["a time that no calendar knows", message({ at: 1e300 }), "a row of no time that is known"],
    [
      "a record of such a time",
      {
        ...batchOf({ ...SOCKET, at: 1e300 }),
        rows: Float64Array.of(0, 1, 0, batchOf({ ...SOCKET, at: 1e300 }).bytes.length, 0, FLAG_ENCODED, 0, 0),
      },
      "a record of no time that is known",
    ],
    ["a message of connection 0", message({ connection: 0 }), "a message of no connection"],
    ["a message of 8 PiB", message({ size: 2 ** 53 - 1 }), "a payload larger than any"],
    ["a record of connection 0", batchOf({ ...SOCKET, connection: 0 }), "a record of no connection"],
    [
      "a record of connection 2⁵³ − 1",
      batchOf({ ...SOCKET, connection: 2 ** 53 - 1 }),
      "a record of no connection",
    ],
    [
      "the end of another's frame",
      batchOf({ type: "frame-left", at: 1, frame: "a".repeat(32), url: "", kept: false }),
      "a record of another frame",
    ],
    ["foreign fields", batchOf({ ...SOCKET, nested: [[[[]]]] }), "a record with foreign fields"],
    [
      "a prototype",
      { ...batchOf(SOCKET), ...withJson('{"type":"source-opened","at":1,"connection":1,"__proto__":{}}') },
      "a record with foreign fields",
    ],
    [
      "a loss of billions",
      batchOf({ type: "messages-dropped", at: 1, connection: null, count: MAX_COUNT + 1, bytes: 0, why: "" }),
      "a count larger than any",
    ],
    [
      "failures of billions",
      batchOf({ type: "hook-failed", at: 1, count: 2 ** 53 - 1, message: "" }),
      "a count larger than any",
    ],
    [
      "a discarded size of 8 PiB",
      batchOf({ type: "send-discarded", at: 1, connection: 1, bytes: 2 ** 53 - 1 }),
      "a size larger than any",
    ],
    ["a number far beyond any", { ...message(), seq: 2 ** 53 - 1 }, "a sequence number that no page reaches"],
    ["too many bytes", { ...message(), bytes: new Uint8Array(MAX_BATCH_BYTES + 1) }, "too many bytes"],
    ["too many rows", { ...message(), rows: new Float64Array((MAX_BATCH_ROWS + 1) * 8) }, "too many rows"],
    [
      "a record larger than any",
      batchOf({ ...SOCKET, url: "x".repeat(MAX_RECORD_BYTES) }),
      "a record larger than any",
    ],
    ["no text", { ...message(), text: 7 }, "no text"],
    ["rows that are none", { ...message(), rows: [] }, "no rows"],
    ["half a row", { ...message(), rows: new Float64Array(7) }, "a row is cut"],
    ["a text of no row", { ...message(), text: "more" }, "rows that do not fit what they are of"],
    ["nothing", null, "no frame of a page"],
  ])("refuses %s", (_, batch, problem) => {
    expect(parsePageBatch(batch)).toEqual({ problem });
  });

  it("refuses events that a page leaves out itself: nobody would hear of them", () => {
    const writer = createBatchWriter();
    writer.skip(1, 1e9);
    expect(parsePageBatch(toPageBatch(writer.take(KEY, 0)))).toEqual({
      problem: "a page that leaves events out",
    });
  });
});

/** A record that `JSON.stringify` would not write. */
function withJson(json: string): Pick<PageBatch, "rows" | "text" | "bytes"> {
  return { rows: Float64Array.of(0, 1, 0, json.length, 0, 0, 0, 0), text: json, bytes: new Uint8Array(0) };
}
