import { describe, expect, it } from "vitest";
import { FLAG_CHUNK, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { DEFAULT_LIMITS } from "../../src/core/wire/page-limits.ts";
import type { Emitter } from "../../src/page/emitter.ts";
import { createGuard } from "../../src/page/guard.ts";
import { takeNatives } from "../../src/page/natives.ts";
import { type Payload, sizeOf } from "../../src/page/payload.ts";
import { createStreamRecords } from "../../src/page/stream-record.ts";
import { FakeWindow } from "../support/fake-window.ts";

const ABOUT = {
  via: "fetch",
  requestedAt: null,
  method: null,
  url: "https://shop.example/",
  status: 200,
} as const;

/** A record of an opened stream, and what it said: of a chunk its position, true size, and whether it was cut. */
function openedRecord(payloadBytes = 10) {
  const said: unknown[] = [];
  const told = (payload: Payload) => ({ size: sizeOf(payload), cut: payload.cut });
  const emitter = {
    limits: { ...DEFAULT_LIMITS, payloadBytes },
    message(_at, _connection, flags, payload, _name, id) {
      expect(flags).toBe(FLAG_RECEIVED | FLAG_CHUNK);
      const { size, cut } = told(payload);
      const here =
        payload.kind === "text" ? payload.text.length : payload.kind === "bytes" ? payload.bytes.length : -1;
      said.push(`${id}: ${here} of ${size}${cut ? ", cut" : ""}`);
    },
    record: ({ type }) => void said.push(type),
  } as Emitter;
  const natives = takeNatives(new FakeWindow().asWindow);
  const guard = createGuard((message) => said.push(message));
  const create = createStreamRecords(emitter, natives, guard, () => 1);
  const record = create({ ...ABOUT, contentType: "text/event-stream" });
  if (record === null) throw new Error("no stream");
  record.open(1, "stream");
  return { record, said, create };
}

describe("the record of a stream", () => {
  it("is none of a response of another type", () => {
    expect(openedRecord().create({ ...ABOUT, contentType: "text/html" })).toBeNull();
  });

  it("takes so much of a chunk, tells how large it was, and goes on behind it", () => {
    const { record, said } = openedRecord();
    let position = record.chunk(2, 0, new Uint8Array(4));
    position += record.chunk(3, position, new Uint8Array(25));
    position += record.chunk(4, position, new Uint8Array(1));
    record.end(5, "server");
    record.end(6, "network", "late");
    expect(position).toBe(30);
    expect(said).toEqual(["stream-opened", "0: 4 of 4", "4: 10 of 25, cut", "29: 1 of 1", "stream-ended"]);
  });

  it.each([
    ["a text", "é".repeat(8), "0: 5 of 16, cut"],
    ["bytes", new ArrayBuffer(16), "0: 10 of 16, cut"],
  ])("takes so much of a whole body: %s", (_, body, expected) => {
    const { record, said } = openedRecord();
    record.whole(2, 0, body, "text");
    expect(said).toEqual(["stream-opened", expected, "stream-ended"]);
  });

  it("takes so much of a Blob, which it reads", async () => {
    const { record, said } = openedRecord();
    record.whole(2, 0, new Blob(["x".repeat(16)]), "blob");
    await expect.poll(() => said).toEqual(["stream-opened", "0: 10 of 16, cut", "stream-ended"]);
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
    expect(said).toEqual(["stream-opened", "0: 4 of 4", "4: 4 of 4"]);
  });
});
