import { createSession } from "../../../src/core/model/session.ts";
import { createBatchWriter } from "../../../src/core/wire/batch-writer.ts";
import { openDatabase, SESSION_FORMAT, type StoredSession } from "../../../src/engine/database.ts";
import { acceptAndWrite, createRecorder } from "../../../src/engine/recorder.ts";
import { createSessionStore, joinBytes } from "../../../src/engine/session-store.ts";

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
const MESSAGE_BYTES = 200;

/** 200 bytes of JSON; one in 97 is of the symbol that is looked for. */
function payloadOf(index: number): string {
  const head = `{"n":${index},"sym":"ABC${index % 97}","px":${(index * 7919) % 100_000},"pad":"`;
  return `${head.padEnd(MESSAGE_BYTES - 2, "x")}"}`;
}

/** Writes a session of so many messages, 1,000 a second by their times; resolves when it is on the disk. */
async function fill(id: string, messages: number): Promise<void> {
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
    bytes: messages * MESSAGE_BYTES,
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
  for (let index = 0, seq = 0; index < messages; ) {
    const end = Math.min(messages, index + BATCH_MESSAGES);
    for (; index < end; index += 1) writer.message(startedAt + index, 1, 1, payloadOf(index), null, "", "");
    const { count } = writer;
    acceptAndWrite(session, recorder, writer.take("0".repeat(32), seq));
    seq += count;
    if (index % SETTLE_MESSAGES < BATCH_MESSAGES) await recorder.settled();
  }
  await recorder.settled();
  database.close();
  if (problem !== null) throw new Error(problem);
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
    for (let at = text.indexOf('{"n":'); at !== -1; at = text.indexOf('{"n":', at + MESSAGE_BYTES)) {
      const value = JSON.parse(text.slice(at, at + MESSAGE_BYTES)) as { sym: string };
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

const benchSessions = { fill, scanBare };
export type BenchSessions = typeof benchSessions;
Object.assign(globalThis, { benchSessions });
