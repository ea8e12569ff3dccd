import { describe, expect, it } from "vitest";
import { createSession, type Session } from "../../src/core/model/session.ts";
import {
  type Batch,
  countEvents,
  FLAG_BINARY,
  FLAG_CHUNK,
  FLAG_CUT,
  FLAG_PARTIAL,
  FLAG_RECEIVED,
} from "../../src/core/wire/batch.ts";
import { createPacker } from "../../src/page/pack.ts";
import type { Waiting, WaitingMessage } from "../../src/page/waiting.ts";
import { eventsOf } from "../support/events-of.ts";
import { queueOf, valuesOf } from "../support/queue-of.ts";
import { createRandom } from "../support/random.ts";

const MIB = 1024 * 1024;

function message(
  payload: string | Uint8Array<ArrayBuffer>,
  more: Partial<WaitingMessage> = {},
): WaitingMessage {
  return {
    kind: "message",
    at: 1,
    connection: 1,
    flags: typeof payload === "string" ? 0 : FLAG_BINARY,
    payload,
    start: 0,
    length: payload.length,
    size: null,
    weight: payload.length,
    eventName: "",
    eventId: "",
    seq: null,
    evicted: false,
    ...more,
  };
}

function packerOf(frame: string) {
  const packer = createPacker(frame);
  return { pack: (waiting: readonly Waiting[]) => valuesOf(packer.pack(queueOf(waiting))) };
}

function sessionOf(batches: readonly Batch[]): Session {
  eventsOf(batches);
  const session = createSession();
  for (const batch of batches) expect(session.accept(batch)).toBe(true);
  expect(session.dropped, "a gap in the numbers").toBe(0);
  return session;
}

const expectBytes = (session: Session, row: number, original: string | Uint8Array) => {
  const expected = Buffer.from(original as string);
  expect(session.log.size.get(row)).toBe(expected.length);
  expect(session.log.flags.get(row) & FLAG_PARTIAL).toBe(0);
  expect(Buffer.from(session.payload(row)).equals(expected)).toBe(true);
};

describe("a packer", () => {
  it("numbers rows from 0 and goes on from call to call", () => {
    const packer = packerOf("f");
    const waiting = [message("a"), message("b")];
    const [first] = packer.pack(waiting);
    const [second] = packer.pack([message("c")]);
    expect([first?.seq, second?.seq]).toEqual([0, 2]);
    expect(waiting.map(({ seq }) => seq)).toEqual([0, 1]);
    expect(packer.pack([])).toEqual([]);
  });

  it.each([
    ["text of a mebibyte", "x".repeat(MIB), 1],
    ["text of a mebibyte and a byte", "x".repeat(MIB + 1), 2],
    ["text whose characters lie across the pieces", "語".repeat(700_000), 3],
    ["text of surrogate pairs", `a${"🎌".repeat(300_000)}`, 2],
    ["binary of a mebibyte", new Uint8Array(MIB).fill(7), 1],
    ["binary of a mebibyte and a byte", new Uint8Array(MIB + 1).fill(7), 2],
    ["binary of three mebibytes", createRandom(1).bytes(3 * MIB), 3],
    ["a text of a third of it", "語".repeat(Math.floor(MIB / 3)), 1],
  ])("sends %s in pieces that make the whole again", (_, payload, pieces) => {
    const batches = packerOf("f").pack([message(payload), message("next")]);
    const events = eventsOf(batches);
    expect(events).toHaveLength(pieces + 1);
    expect(events.map((it) => ("partial" in it ? it.partial : null))).toEqual([
      ...Array.from({ length: pieces - 1 }, () => true),
      false,
      false,
    ]);
    const session = sessionOf(batches);
    expectBytes(session, 0, payload);
    expectBytes(session, 1, "next");
  });

  it("keeps batches small, whatever is in them", () => {
    const waiting = Array.from({ length: 30 }, (_, index) => message("z".repeat(index * 50_000)));
    waiting.push(message(new Uint8Array(9 * MIB)));
    const batches = packerOf("f").pack(waiting);
    for (const batch of batches) expect(batch.bytes.length).toBeLessThan(5.1 * MIB);
    expect(batches.length).toBeGreaterThan(3);
    sessionOf(batches);
  });

  it("keeps the event name and ID of a large message", () => {
    const payload = "é".repeat(MIB);
    const session = sessionOf(packerOf("f").pack([message(payload, { eventName: "prix", eventId: "№ 7" })]));
    expect([session.eventName(0), session.eventId(0)]).toEqual(["prix", "№ 7"]);
    expectBytes(session, 0, payload);
  });

  it("turns a lone surrogate into the replacement character, as the wire does", () => {
    const session = sessionOf(packerOf("f").pack([message("a\ud800b")]));
    expectBytes(session, 0, "a\ufffdb");
  });

  it.each([11, 12, 13])("brings back anything in any order (seed %i)", (seed) => {
    const random = createRandom(seed);
    const packer = packerOf("f");
    const batches: Batch[] = [];
    const originals: (string | Uint8Array<ArrayBuffer>)[] = [];
    let late: { message: WaitingMessage; payload: Uint8Array<ArrayBuffer> }[] = [];
    for (let round = 0; round < 8; round += 1) {
      const waiting: Waiting[] = [];
      for (const { message: of, payload } of late) {
        waiting.push({ kind: "payload", at: 2, message: of, payload });
      }
      late = [];
      for (let index = random.integer(20); index >= 0; index -= 1) {
        const large = random.chance(0.03);
        if (random.chance(0.2)) {
          const payload = random.bytes(random.integer(large ? 1.2 * MIB : 400));
          const blob = message(new Uint8Array(0), {
            flags: FLAG_BINARY | FLAG_PARTIAL,
            size: payload.length,
          });
          late.push({ message: blob, payload });
          waiting.push(blob);
          originals.push(payload);
        } else {
          const payload = random.chance(0.5)
            ? random.text(random.integer(large ? MIB / 2 : 300))
            : random.bytes(random.integer(large ? 1.5 * MIB : 300));
          waiting.push(message(payload));
          originals.push(payload);
        }
      }
      batches.push(...packer.pack(waiting));
    }
    batches.push(
      ...packer.pack(
        late.map(({ message: of, payload }) => ({ kind: "payload", at: 2, message: of, payload })),
      ),
    );
    let next = 0;
    for (const batch of batches) {
      expect(batch.seq).toBe(next);
      next += countEvents(batch);
    }
    const session = sessionOf(batches);
    expect(session.log.length).toBe(originals.length);
    originals.forEach((original, row) => void expectBytes(session, row, original));
  });
});

describe("a chunk of a stream", () => {
  it("that was cut goes in pieces, the last of which has what is not there", () => {
    const flags = FLAG_RECEIVED | FLAG_CHUNK | FLAG_BINARY | FLAG_CUT;
    const payload = new Uint8Array(2.5 * MIB).fill(7);
    const waiting = message(payload, { flags, size: 80 * MIB, eventId: "100" });
    const chunks = eventsOf(packerOf("f").pack([waiting])).filter((it) => it.type === "chunk");
    expect(chunks.map((it) => [it.position, it.payload.length, it.size, it.partial])).toEqual([
      [100, MIB, MIB, true],
      [100 + MIB, MIB, MIB, true],
      [100 + 2 * MIB, MIB / 2, 78 * MIB, false],
    ]);
  });
});
