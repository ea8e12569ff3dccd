import { describe, expect, it } from "vitest";
import { createSession, type Session } from "../../src/core/model/session.ts";
import { type Batch, FLAG_PARTIAL, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { DEFAULT_LIMITS } from "../../src/core/wire/page-limits.ts";
import { BACKLOG_COUNT } from "../../src/page/ring.ts";
import { createEmitterStage, LateBlob } from "../support/emitter-stage.ts";
import { eventsOf, recordsOf, wordsOf } from "../support/events-of.ts";
import { createRandom } from "../support/random.ts";

const { ringCount: RING_COUNT, ringBytes: RING_BYTES } = DEFAULT_LIMITS;

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text) as Uint8Array<ArrayBuffer>;

function readyStage() {
  const stage = createEmitterStage();
  stage.ready();
  return stage;
}

function sessionOf(batches: readonly Batch[]): Session {
  const session = createSession();
  for (const batch of batches) session.accept(batch);
  return session;
}

describe("a Blob", () => {
  it("keeps its place: what is handed over with it waits until it is read", async () => {
    const { emitter, batches, say } = readyStage();
    say(1, "before");
    const blob = new LateBlob(3);
    emitter.message(1, 1, FLAG_RECEIVED, blob);
    say(1, "after");
    emitter.flush();
    expect(batches).toEqual([]);
    await blob.arrive(bytesOf("abc"));
    emitter.flush();
    expect(wordsOf(batches).slice(1)).toEqual(["message before", "message abc", "message after"]);
    expect(eventsOf(batches)[2]).toMatchObject({ payloadType: "binary", direction: "received", size: 3 });
  });

  it("waits for no other", async () => {
    const { emitter, batches } = readyStage();
    const blobs = [new LateBlob(1), new LateBlob(1)] as const;
    for (const blob of blobs) emitter.message(1, 1, 0, blob);
    await blobs[1].arrive(bytesOf("2"));
    await blobs[0].arrive(bytesOf("1"));
    emitter.flush();
    expect(wordsOf(batches).slice(1)).toEqual(["message 1", "message 2"]);
  });

  it("of a page that is going is told without its bytes, and how many there were", async () => {
    const { emitter, batches, say } = readyStage();
    const blob = new LateBlob(3);
    emitter.message(1, 1, 0, blob);
    emitter.setLeaving(true);
    say(1, "goodbye");
    expect(eventsOf(batches).slice(1)).toMatchObject([
      { size: 3, partial: false, payload: new Uint8Array(0) },
      {},
    ]);
    await blob.arrive(bytesOf("abc"));
    emitter.flush();
    expect(eventsOf(batches)).toHaveLength(3);
  });

  it("whose message was evicted leaves nothing behind but the count", async () => {
    const { emitter, open, ready, batches, say } = createEmitterStage();
    open(1);
    const blob = new LateBlob(700);
    emitter.message(1, 1, 0, blob);
    say(2, ...Array.from({ length: 2 * RING_COUNT }, () => "x"));
    await blob.arrive(new Uint8Array(700));
    ready();
    const [dropped] = recordsOf(batches, "messages-dropped");
    expect(dropped).toMatchObject({ connection: 1, count: 1, bytes: 700 });
    expect(eventsOf(batches).filter((it) => it.type === "message" && it.size > 1)).toEqual([]);
  });

  it("that is empty is whole", async () => {
    const { emitter, batches } = readyStage();
    const blob = new LateBlob(0);
    emitter.message(1, 1, 0, blob);
    await blob.arrive(new Uint8Array(0));
    emitter.flush();
    const session = sessionOf(batches);
    expect([session.log.length, session.log.size.get(0)]).toEqual([1, 0]);
    expect(session.log.flags.get(0) & FLAG_PARTIAL).toBe(0);
  });

  it("that cannot be read is missing", async () => {
    const { emitter, batches, failures } = readyStage();
    const blob = new LateBlob(42);
    emitter.message(1, 1, 0, blob);
    await blob.fail();
    emitter.flush();
    const session = sessionOf(batches);
    expect(session.log.flags.get(0) & FLAG_PARTIAL, "nothing more will come").toBe(0);
    expect(session.log.size.get(0)).toBe(42);
    expect(session.payload(0)).toHaveLength(0);
    expect(failures).toEqual([]);
  });

  it("of several mebibytes is put together", async () => {
    const { emitter, batches } = readyStage();
    const bytes = createRandom(7).bytes(2.5 * 1024 * 1024);
    const blob = new LateBlob(bytes.length);
    emitter.message(1, 1, 0, blob);
    await blob.arrive(bytes);
    emitter.flush();
    const session = sessionOf(batches);
    expect(session.log.length).toBe(1);
    expect(Buffer.from(session.payload(0)).equals(bytes)).toBe(true);
  });

  it("that is read while nobody listens counts towards what a page may hold", async () => {
    const { emitter, ready, batches } = createEmitterStage();
    for (let index = 0; index < 50; index += 1) {
      const blob = new LateBlob(RING_BYTES / 8);
      emitter.message(index, 1, 0, blob);
      await blob.arrive(new Uint8Array(RING_BYTES / 8));
    }
    ready();
    expect(eventsOf(batches).filter(({ type }) => type === "message").length).toBeLessThanOrEqual(10);
  });

  it("that takes long keeps no more waiting than a listener that is slow, and what goes is counted", () => {
    const { emitter, batches, say } = readyStage();
    const blob = new LateBlob(3);
    emitter.message(1, 1, 0, blob);
    for (let index = 0; index < BACKLOG_COUNT + 2000; index += 1) say(1, "x");
    emitter.flush();
    const count = eventsOf(batches).filter(({ type }) => type === "message").length;
    const [dropped] = recordsOf(batches, "messages-dropped");
    expect(dropped?.count).toBeGreaterThanOrEqual(1000);
    expect((dropped?.count ?? 0) + count).toBe(BACKLOG_COUNT + 2001);
  });

  it("counts as much before it is read", () => {
    const { emitter, ready, batches } = createEmitterStage();
    for (let index = 0; index < 50; index += 1) {
      emitter.message(index, 1, 0, new LateBlob(RING_BYTES / 8));
    }
    emitter.setLeaving(true);
    ready();
    expect(eventsOf(batches).filter(({ type }) => type === "message").length).toBeLessThanOrEqual(10);
  });
});
