import { describe, expect, it } from "vitest";
import { FLAG_CHUNK, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { streamNameOf } from "../../src/core/wire/stream-format.ts";
import { takeNatives } from "../../src/page/natives.ts";
import { createStreamRecords } from "../../src/page/stream-record.ts";
import { FakeWindow } from "../support/fake-window.ts";
import { seenEmitter } from "../support/seen-emitter.ts";

const ABOUT = {
  via: "fetch",
  requestedAt: null,
  verb: null,
  address: "https://shop.example/",
} as const;

/** A record of an opened stream, and what it said: of a chunk its position and what came. */
function openedRecord(room?: number) {
  const said: unknown[] = [];
  const natives = takeNatives(new FakeWindow().asWindow);
  const emitter = seenEmitter(
    natives,
    (it) => {
      if (it.type !== "message") {
        said.push(it.type);
        return;
      }
      expect(it.flags).toBe(FLAG_RECEIVED | FLAG_CHUNK);
      const { payload, eventId } = it;
      const size =
        payload.kind === "text"
          ? payload.text.length
          : payload.kind === "bytes"
            ? payload.bytes.length
            : payload.blob.size;
      said.push(`${eventId}: ${payload.kind} of ${size}`);
    },
    0,
    room,
  );
  const create = createStreamRecords(
    emitter,
    natives,
    () => 1,
    (type) => !streamNameOf(type),
  );
  const record = create({ ...ABOUT, contentType: "text/event-stream" }, 200);
  if (record === null) throw new Error("no stream");
  record.open(1, "stream");
  return { record, said, create };
}

describe("the record of a stream", () => {
  it("is none of a response of another type", () => {
    expect(openedRecord().create({ ...ABOUT, contentType: "text/html" }, 200)).toBeNull();
  });

  it("tells of each chunk behind the last, and of one end", () => {
    const { record, said } = openedRecord();
    let position = record.chunk(2, 0, new Uint8Array(4));
    position += record.chunk(3, position, new Uint8Array(25));
    position += record.chunk(4, position, { none: "of its types" });
    position += record.chunk(4, position, new Uint8Array(1));
    record.end(5, "server");
    record.end(6, "network", "late");
    expect(position).toBe(30);
    expect(said).toEqual([
      "stream-opened",
      "0: bytes of 4",
      "4: bytes of 25",
      "29: bytes of 1",
      "stream-ended",
    ]);
  });

  it("counts a text's UTF-16 code units", () => {
    const { record, said } = openedRecord();
    expect(record.chunk(2, 3, "é🎌")).toBe(3);
    expect(said.at(-1)).toBe("3: text of 3");
  });

  it("tells a whole text though another branch has told more bytes than it has code units, unless that has ended", () => {
    const { record, said } = openedRecord();
    record.chunk(2, 0, new Uint8Array(80));
    record.whole(3, 0, "é".repeat(50), "text");
    record.whole(4, 0, "é".repeat(50), "text");
    expect(said).toEqual(["stream-opened", "0: bytes of 80", "0: text of 50", "stream-ended"]);
  });

  it.each([
    ["a text", "x".repeat(16), "text"],
    ["bytes", new ArrayBuffer(16), "bytes"],
    ["a Blob", new Blob(["x".repeat(16)]), "blob"],
  ])("tells a whole body: %s", (_, body, kind) => {
    const { record, said } = openedRecord();
    record.whole(2, 0, body, "text");
    expect(said).toEqual(["stream-opened", `0: ${kind} of 16`, "stream-ended"]);
  });

  it.each([
    ["a text", "x".repeat(161)],
    ["bytes", new ArrayBuffer(161)],
    ["a Blob", new Blob(["x".repeat(161)])],
  ])("keeps nothing of a body that is far longer than the ring, but where it ends: %s", (_, body) => {
    const { record, said } = openedRecord(10);
    record.chunk(2, 0, new Uint8Array(160));
    record.whole(3, 160, body, "text");
    expect(said.slice(1)).toEqual(["0: bytes of 160", "321: text of 0", "stream-ended"]);
  });

  it("tells nothing of parsed bodies, but that", () => {
    const { record, said } = openedRecord();
    record.whole(2, 0, "a text, as JSON", "json");
    expect(said).toEqual(["stream-opened", "stream-unseen", "stream-ended"]);
  });

  it("tells once what two branches read", () => {
    const { record, said } = openedRecord();
    record.chunk(2, 0, new Uint8Array(4));
    record.chunk(3, 0, new Uint8Array(4));
    record.chunk(4, 4, new Uint8Array(4));
    expect(said).toEqual(["stream-opened", "0: bytes of 4", "4: bytes of 4"]);
  });
});
