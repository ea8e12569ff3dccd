import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ROW_MESSAGE } from "../../../src/core/model/message-log.ts";
import { createPayloads } from "../../../src/core/model/payloads.ts";
import { createSession, type Session } from "../../../src/core/model/session.ts";
import { type Batch, FLAG_PARTIAL, readEvents } from "../../../src/core/wire/batch.ts";
import { anyPageBatches } from "../../support/arbitrary-batches.ts";

const SMALL = { pageBytes: 32, windowBytes: 64, readBackBytes: 64 };

interface NaiveMessage {
  at: number;
  size: number;
  partial: boolean;
  name: string;
  id: string;
  payload: number[];
}

/** What messages a session must have, as objects; written for being plainly right. */
function naiveMessages(batches: readonly Batch[]): NaiveMessage[] {
  const messages: NaiveMessage[] = [];
  const next = new Map<string, number>();
  const unfinished = new Map<string, NaiveMessage>();
  for (const batch of batches) {
    readEvents(batch, (event, { seq }) => {
      if (event === null || seq < (next.get(batch.frame) ?? batch.seq)) return;
      next.set(batch.frame, seq + 1);
      if (event.type === "message") {
        const { at, size, partial, eventName: name, eventId: id } = event;
        const message = { at, size, partial, name, id, payload: [...event.payload] };
        messages.push(message);
        if (partial) unfinished.set(`${batch.frame} ${seq}`, message);
      } else if (event.type === "payload") {
        const message = unfinished.get(`${batch.frame} ${event.message}`);
        if (message === undefined) return;
        if (message.payload.length + event.payload.length <= message.size)
          message.payload.push(...event.payload);
        message.partial = event.partial;
        if (!event.partial) unfinished.delete(`${batch.frame} ${event.message}`);
      }
    });
  }
  return messages;
}

async function messagesOf(session: Session): Promise<NaiveMessage[]> {
  const { log } = session;
  const messages: NaiveMessage[] = [];
  for (let row = 0; row < log.length; row += 1) {
    if (log.kind.get(row) !== ROW_MESSAGE) continue;
    await session.load(row);
    const partial = (log.flags.get(row) & FLAG_PARTIAL) !== 0;
    const payload = [...session.payload(row)];
    expect(session.heldLength(row)).toBe(payload.length);
    const [name, id] = [session.eventName(row), session.eventId(row)];
    messages.push({ at: log.at.get(row), size: log.size.get(row), partial, name, id, payload });
  }
  return messages;
}

/** Payloads of which all is on a disk at once, and memory lets go of all that it may. */
function onDisk() {
  const payloads = createPayloads(SMALL);
  const disk: number[] = [];
  let reads = 0;
  const read = async (from: number, until: number) => {
    reads += 1;
    return {
      address: Math.max(0, from - 5),
      bytes: Uint8Array.from(disk.slice(Math.max(0, from - 5), until + 5)),
    };
  };
  const placeOf = () => ({ session: "s", first: 0, last: 0 });
  const write = () => {
    disk.push(...payloads.read(disk.length, payloads.end - disk.length));
    payloads.stored(disk.length, { read, placeOf });
  };
  return { payloads, write, reads: () => reads };
}

describe("a session in columns", () => {
  it("has the messages that a list of objects would have", async () => {
    await fc.assert(
      fc.asyncProperty(anyPageBatches, async (batches) => {
        const session = createSession();
        for (const batch of batches) session.accept(batch);
        expect(await messagesOf(session)).toEqual(naiveMessages(batches));
      }),
    );
  });

  it("has them too where their payloads are on the disk", async () => {
    await fc.assert(
      fc.asyncProperty(anyPageBatches, async (batches) => {
        const { payloads, write } = onDisk();
        const session = createSession(payloads);
        for (const batch of batches) {
          session.accept(batch);
          write();
        }
        expect(payloads.held).toBeLessThanOrEqual(SMALL.windowBytes + 2 * SMALL.pageBytes);
        expect(await messagesOf(session)).toEqual(naiveMessages(batches));
      }),
    );
  });
});

describe("payloads", () => {
  const bytes = (from: number, count: number) =>
    Uint8Array.from({ length: count }, (_, index) => (from + index) % 256);

  it("keep each byte at its address, across pages", () => {
    const payloads = createPayloads(SMALL);
    expect([payloads.append(bytes(0, 100)), payloads.append(bytes(100, 3))]).toEqual([0, 100]);
    expect(payloads.read(30, 70)).toEqual(bytes(30, 70));
    expect([payloads.end, payloads.load({ address: 0, length: 103 })]).toEqual([103, null]);
  });

  it("stay in memory until they are on the disk", () => {
    const payloads = createPayloads(SMALL);
    payloads.append(bytes(0, 1000));
    expect(payloads.read(0, 1000)).toEqual(bytes(0, 1000));
    expect(payloads.held).toBeGreaterThanOrEqual(1000);
  });

  it("are read back where they were let go, what is larger than the room for it too", async () => {
    const { payloads, write, reads } = onDisk();
    payloads.append(bytes(0, 1000));
    write();
    expect(payloads.held).toBeLessThanOrEqual(96);
    expect(() => payloads.read(0, 10)).toThrow("not in memory");
    const small = payloads.load({ address: 5, length: 10 });
    const large = payloads.load({ address: 0, length: 700 });
    await small;
    expect(payloads.read(5, 10)).toEqual(bytes(5, 10));
    await large;
    expect(payloads.read(0, 700)).toEqual(bytes(0, 700));
    expect(reads(), "what is under way is not read twice").toBe(2);
    await payloads.load({ address: 700, length: 10 });
    expect(payloads.held).toBeLessThanOrEqual(160);
  });

  it("say in a sentence that the disk has less than was written", async () => {
    const payloads = createPayloads(SMALL);
    payloads.append(bytes(0, 1000));
    payloads.stored(1000, {
      read: async (address) => ({ address, bytes: new Uint8Array(3) }),
      placeOf: () => ({ session: "s", first: 0, last: 0 }),
    });
    await expect(payloads.load({ address: 0, length: 40 })).rejects.toThrow(/damaged on the disk: some/);
  });
});
