import { createSession } from "../../../src/core/model/session.ts";
import { FLAG_PARTIAL, FLAG_RECEIVED } from "../../../src/core/wire/batch.ts";
import { type BatchWriter, createBatchWriter } from "../../../src/core/wire/batch-writer.ts";
import { openDatabase, SESSION_FORMAT, type StoredSession } from "../../../src/engine/database.ts";
import { acceptAndWrite, createRecorder } from "../../../src/engine/recorder.ts";
import { createSessionStore, joinBytes } from "../../../src/engine/session-store.ts";
import { PRICE_BYTES, priceText } from "../traffic/price-text.ts";

/**
 * Runs in a page of the extension, as its own script: writes sessions as the engine does, and searches what is stored as
 * plainly as it can be done.
 */

/** As many as the relay packs in one batch of a busy page. */
const BATCH_MESSAGES = 150;
/** Chunks that a bare scan reads at a time; with more in memory it gets slower. */
const SCAN_CHUNKS = 4;
/** So many messages wait in memory to be written, at most. */
const SETTLE_MESSAGES = 20_000;
/** As the relay divides a large message. */
const PIECE_BYTES = 1024 * 1024;

interface Filling {
  readonly writer: BatchWriter;
  readonly startedAt: number;
  /** Events that were put. */
  readonly seq: number;
  /** Takes what the writer has as a batch. */
  put(): void;
  settled(): Promise<void>;
  /** Resolves when all of it is on the disk. */
  end(): Promise<void>;
}

/** Begins a session of one connection that will have so many messages, 1,000 a second by their times. */
async function beginSession(id: string, messages: number, bytes: number): Promise<Filling> {
  const startedAt = Date.now() - messages;
  const line: StoredSession = {
    id,
    format: SESSION_FORMAT,
    name: id,
    url: "https://bench.example/",
    startedAt,
    changedAt: startedAt + messages,
    messages,
    requests: 0,
    connections: 1,
    bytes,
  };
  const database = await openDatabase();
  const session = createSession();
  let problem: string | null = null;
  const store = Promise.resolve(createSessionStore(database));
  const recorder = createRecorder(
    store,
    () => line,
    session,
    (why) => {
      problem = why;
    },
  );
  const writer = createBatchWriter();
  const url = "wss://bench.example/prices";
  writer.record({
    type: "frame-started",
    at: startedAt,
    url: line.url,
    top: true,
    origin: "https://bench.example",
  });
  writer.record({ type: "socket-created", at: startedAt, connection: 1, url, protocols: [] });
  let seq = 0;
  return {
    writer,
    startedAt,
    get seq() {
      return seq + writer.count;
    },
    put() {
      const { count } = writer;
      acceptAndWrite(session, recorder, writer.take("0".repeat(32), seq));
      seq += count;
    },
    settled: () => recorder.settled(),
    async end() {
      await recorder.settled();
      database.close();
      if (problem !== null) throw new Error(problem);
    },
  };
}

/** Writes a session of so many messages; resolves when it is on the disk. */
async function fill(id: string, messages: number): Promise<void> {
  const filling = await beginSession(id, messages, messages * PRICE_BYTES);
  const { writer, startedAt } = filling;
  for (let index = 0; index < messages; ) {
    const end = Math.min(messages, index + BATCH_MESSAGES);
    for (; index < end; index += 1) {
      writer.message(startedAt + index, 1, FLAG_RECEIVED, priceText(index), null, "", "");
    }
    filling.put();
    if (index % SETTLE_MESSAGES < BATCH_MESSAGES) await filling.settled();
  }
  await filling.end();
}

/** Writes a session of one message, a JSON of at least so many bytes, in pieces as the relay sends them; answers its length. */
async function fillLarge(id: string, bytes: number): Promise<number> {
  const items: string[] = [];
  for (let index = 0, length = 0; length < bytes; index += 1) {
    const item = `{"id":${index},"name":"an item of a large answer","tags":["a","b"],"text":"${"x".repeat(30)}"}`;
    items.push(item);
    length += item.length + 1;
  }
  const payload = new TextEncoder().encode(`{"items":[${items.join(",")}],"last":"here"}`);
  const filling = await beginSession(id, 1, payload.length);
  const { writer, startedAt } = filling;
  const message = filling.seq;
  for (let from = 0; from < payload.length; from += PIECE_BYTES) {
    const piece = payload.subarray(from, from + PIECE_BYTES);
    const partial = from + PIECE_BYTES < payload.length ? FLAG_PARTIAL : 0;
    if (from > 0) writer.payload(startedAt, message, partial, piece);
    else writer.message(startedAt, 1, FLAG_RECEIVED | partial, piece, payload.length, "", "");
    filling.put();
    await filling.settled();
  }
  await filling.end();
  return payload.length;
}

/** What a bare scan does with each chunk, which is many messages one after the other. */
const SCANS = {
  text(text: string) {
    const lowerCase = text.toLowerCase();
    let count = 0;
    for (let at = lowerCase.indexOf("abc42"); at !== -1; at = lowerCase.indexOf("abc42", at + 1)) count += 1;
    return count;
  },
  regex: (text: string) => Array.from(text.matchAll(/ABC4\d"/gi)).length,
  json(text: string) {
    let count = 0;
    for (let at = text.indexOf('{"n":'); at !== -1; at = text.indexOf('{"n":', at + PRICE_BYTES)) {
      const value = JSON.parse(text.slice(at, at + PRICE_BYTES)) as { sym: string };
      if (value.sym === "ABC42") count += 1;
    }
    return count;
  },
};

/** Reads all chunks of a session and searches them. */
async function scanBare(id: string, kind: keyof typeof SCANS): Promise<{ ms: number; found: number }> {
  const database = await openDatabase();
  const begun = performance.now();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let found = 0;
  for (let index = 0; ; index += SCAN_CHUNKS) {
    const range = IDBKeyRange.bound([id, index], [id, index + SCAN_CHUNKS - 1]);
    const chunks = await database.getAll("chunks", range);
    for (const chunk of chunks) found += SCANS[kind](decoder.decode(joinBytes([chunk])));
    if (chunks.length < SCAN_CHUNKS) break;
  }
  database.close();
  return { ms: performance.now() - begun, found };
}

const benchSessions = { fill, fillLarge, scanBare };
export type BenchSessions = typeof benchSessions;
Object.assign(globalThis, { benchSessions });
