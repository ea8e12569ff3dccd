import { describe, expect, it } from "vitest";
import { createSession } from "../../src/core/model/session.ts";
import { FLAG_PARTIAL, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { DEFAULT_LIMITS } from "../../src/core/wire/page-limits.ts";
import { createEmitterStage, LateBlob } from "../support/emitter-stage.ts";
import { eventsOf, recordsOf, wordsOf } from "../support/events-of.ts";
import { createRandom } from "../support/random.ts";

const { ringCount: RING_COUNT, ringBytes: RING_BYTES } = DEFAULT_LIMITS;

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text) as Uint8Array<ArrayBuffer>;

function readyStage() {
  const stage = createEmitterStage();
  stage.emitter.setReady();
  return stage;
}

describe("a Blob", () => {
  it("that is read before its message is packed takes its place in it", async () => {
    const { emitter, batches, say } = readyStage();
    const blob = new LateBlob(3);
    emitter.message(1, 1, FLAG_RECEIVED, blob.payload);
    say(1, "after");
    await blob.arrive(bytesOf("abc"));
    emitter.flush();
    expect(wordsOf(batches)).toEqual(["message abc", "message after"]);
    expect(eventsOf(batches)[0]).toMatchObject({ payloadType: "binary", direction: "received", size: 3 });
  });

  it("that is read later follows its message, which kept its place and says the size", async () => {
    const { emitter, batches, say } = readyStage();
    say(1, "before");
    const blob = new LateBlob(3);
    emitter.message(1, 1, 0, blob.payload);
    say(1, "after");
    emitter.flush();
    expect(wordsOf(batches)).toEqual(["message before", "message …", "message after"]);
    expect(eventsOf(batches)[1]).toMatchObject({ size: 3, partial: true });
    await blob.arrive(bytesOf("abc"));
    emitter.flush();
    expect(eventsOf(batches).at(-1)).toMatchObject({ type: "payload", message: 1, partial: false });
    expect(wordsOf(batches).at(-1)).toBe("payload abc");
  });

  it("that comes when its message's batch waits to be repeated follows it all the same", async () => {
    const stage = readyStage();
    const blob = new LateBlob(1);
    stage.emitter.message(1, 1, 0, blob.payload);
    stage.taking = false;
    stage.emitter.flush();
    await blob.arrive(bytesOf("x"));
    stage.taking = true;
    stage.emitter.setReady();
    expect(wordsOf(stage.batches)).toEqual(["message …", "payload x"]);
  });

  it("whose message was evicted leaves nothing behind but the count", async () => {
    const { emitter, batches, say } = createEmitterStage();
    const blob = new LateBlob(700);
    emitter.message(1, 1, 0, blob.payload);
    say(2, ...Array.from({ length: RING_COUNT }, () => "x"));
    await blob.arrive(new Uint8Array(700));
    emitter.setReady();
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ connection: 1, count: 1, bytes: 700 }]);
    expect(eventsOf(batches).filter(({ type }) => type === "payload")).toEqual([]);
    expect(wordsOf(batches)).toHaveLength(RING_COUNT + 1);
  });

  it.each(["before", "after"])("that is empty is whole, read %s its message is packed", async (when) => {
    const { emitter, batches } = readyStage();
    const blob = new LateBlob(0);
    emitter.message(1, 1, 0, blob.payload);
    if (when === "after") emitter.flush();
    await blob.arrive(new Uint8Array(0));
    emitter.flush();
    const session = createSession();
    for (const batch of batches) session.accept(batch);
    expect(session.log.length).toBe(1);
    expect(session.log.flags.get(0) & FLAG_PARTIAL).toBe(0);
    expect(session.log.size.get(0)).toBe(0);
  });

  it.each(["before", "after"])("that cannot be read is missing %s its message is packed", async (when) => {
    const { emitter, batches, failures } = readyStage();
    const blob = new LateBlob(42);
    emitter.message(1, 1, 0, blob.payload);
    if (when === "after") emitter.flush();
    await blob.fail();
    emitter.flush();
    const session = createSession();
    for (const batch of batches) session.accept(batch);
    expect(session.log.flags.get(0) & FLAG_PARTIAL, "nothing more will come").toBe(0);
    expect(session.log.size.get(0)).toBe(42);
    expect(session.payload(0)).toHaveLength(0);
    expect(failures).toEqual([]);
  });

  it.each(["before", "after"])("of several mebibytes is put together, read %s it is packed", async (when) => {
    const { emitter, batches } = readyStage();
    const bytes = createRandom(7).bytes(2.5 * 1024 * 1024);
    const blob = new LateBlob(bytes.length);
    emitter.message(1, 1, 0, blob.payload);
    if (when === "after") emitter.flush();
    await blob.arrive(bytes);
    emitter.flush();
    const session = createSession();
    for (const batch of batches) session.accept(batch);
    expect(session.log.length).toBe(1);
    expect(session.log.flags.get(0) & FLAG_PARTIAL).toBe(0);
    expect(Buffer.from(session.payload(0)).equals(bytes)).toBe(true);
  });

  it("that is read while nobody listens counts towards what a page may hold", async () => {
    const { emitter, batches } = createEmitterStage();
    for (let index = 0; index < 50; index += 1) {
      const blob = new LateBlob(RING_BYTES / 8);
      emitter.message(index, 1, 0, blob.payload);
      await blob.arrive(new Uint8Array(RING_BYTES / 8));
    }
    emitter.setReady();
    expect(eventsOf(batches).filter(({ type }) => type === "message").length).toBeLessThanOrEqual(8);
  });

  it("that was dropped does not let the page hold more than before", async () => {
    const { emitter, batches, say } = createEmitterStage();
    for (let index = 0; index < 10; index += 1) {
      const blob = new LateBlob(RING_BYTES);
      emitter.message(index, 1, 0, blob.payload);
      await blob.arrive(new Uint8Array(RING_BYTES));
    }
    say(2, ...Array.from({ length: RING_COUNT }, () => "x"));
    say(2, ...Array.from({ length: 20 }, () => "y".repeat(RING_BYTES / 4)));
    emitter.setReady();
    const large = eventsOf(batches).filter((it) => it.type === "message" && it.size > 1);
    expect(large.length).toBeLessThanOrEqual(4);
  });

  it("whose message was packed, put back and evicted leaves nothing behind but the count", async () => {
    const stage = readyStage();
    stage.say(2, "first");
    stage.emitter.flush();
    stage.taking = false;
    const blob = new LateBlob(9);
    stage.emitter.message(1, 1, 0, blob.payload);
    stage.emitter.flush();
    await blob.arrive(new Uint8Array(9));
    stage.say(2, ...Array.from({ length: RING_COUNT - 1 }, () => "x"));
    stage.emitter.setIdle();
    stage.taking = true;
    stage.emitter.setReady();
    expect(recordsOf(stage.batches, "messages-dropped")).toMatchObject([
      { connection: 1, count: 1, bytes: 9 },
    ]);
    expect(eventsOf(stage.batches).filter(({ type }) => type === "payload")).toEqual([]);
  });

  it("whose late bytes were dropped does not leave its message waiting for ever", async () => {
    const { emitter, batches, say } = createEmitterStage();
    emitter.setReady();
    const blob = new LateBlob(9);
    emitter.message(1, 1, 0, blob.payload);
    emitter.flush();
    emitter.setIdle();
    await blob.arrive(new Uint8Array(9));
    say(2, ...Array.from({ length: RING_COUNT }, () => "x"));
    emitter.setReady();
    const session = createSession();
    for (const batch of batches) session.accept(batch);
    expect(session.log.flags.get(0) & FLAG_PARTIAL).toBe(0);
    expect(recordsOf(batches, "messages-dropped")).toMatchObject([{ connection: 1, count: 1, bytes: 9 }]);
  });
});
