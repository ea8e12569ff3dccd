import { createSession, type Session } from "../../../src/core/model/session.ts";
import { parseQuery } from "../../../src/core/query/parse-query.ts";
import { createBatchWriter } from "../../../src/core/wire/batch-writer.ts";
import { createScanWorkers, type ScanWorker } from "../../../src/engine/scan-workers.ts";
import { createScanners } from "../../../src/engine/scanner.ts";
import { createStoredScan } from "../../../src/engine/stored-scan.ts";
import { createView } from "../../../src/engine/view.ts";

/**
 * What a session costs in memory and time, in node: `node --expose-gc --import tsx test/bench/session/measure-session.ts
 * [messages] [messages a batch]`. Payloads have 200 bytes, and are "on the disk" at once, an array here.
 */
const messages = Number(process.argv[2] ?? 1_000_000);
const perBatch = Number(process.argv[3] ?? 50);
const CHUNK_BYTES = 1024 * 1024;
const QUERIES = ["abc42", '/ABC4\\d"/', "$.sym=ABC42", "dir:sent"];

function payloadOf(index: number): string {
  const head = `{"n":${index},"sym":"ABC${index % 97}","px":${(index * 7919) % 100_000},"pad":"`;
  return `${head.padEnd(198, "x")}"}`;
}

function fill(session: Session, disk: Uint8Array): number {
  const writer = createBatchWriter();
  const read = async (from: number, until: number) => ({ address: from, bytes: disk.subarray(from, until) });
  const placeOf = (from: number, until: number) => ({
    session: "",
    first: Math.floor(from / CHUNK_BYTES),
    last: Math.floor((until - 1) / CHUNK_BYTES),
  });
  let foldMs = 0;
  writer.record({ type: "socket-created", at: 0, connection: 1, url: "wss://a.example/", protocols: [] });
  for (let index = 0, seq = 0; index < messages; ) {
    const end = Math.min(messages, index + perBatch);
    for (; index < end; index += 1) writer.message(index, 1, index & 1, payloadOf(index), null, "", "");
    const { count } = writer;
    const batch = writer.take("f", seq);
    seq += count;
    disk.set(batch.bytes, session.payloads.end);
    const begun = performance.now();
    session.accept(batch);
    session.payloads.stored(session.payloads.end, { read, placeOf });
    foldMs += performance.now() - begun;
  }
  return foldMs;
}

function scanHere(): ScanWorker {
  const pieces = async (_: string, first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, index) => {
      const address = (first + index) * CHUNK_BYTES;
      return { address, batches: [{ bytes: disk.subarray(address, address + CHUNK_BYTES) }], derived: [] };
    });
  const answer = createStoredScan(Promise.resolve({ pieces }), (data) => {
    setImmediate(() => worker.onmessage?.({ data } as MessageEvent));
  });
  const worker: ScanWorker = { onmessage: null, onerror: null, terminate() {}, postMessage: answer };
  return worker;
}

async function measureFilter(session: Session, text: string): Promise<string> {
  const { query } = parseQuery(text);
  if (!query) throw new Error(`${text} is no filter`);
  const begun = performance.now();
  let firstMs: number | null = null;
  const workers = createScanWorkers(scanHere);
  const view = createView(session, null, { query, scanners: createScanners(workers), changed() {} });
  do {
    view.advance(() => performance.now());
    if (view.matched > 0) firstMs ??= performance.now() - begun;
    await new Promise((resolve) => setImmediate(resolve));
  } while (view.filtering);
  const allMs = performance.now() - begun;
  workers.dispose();
  return `${text}: first ${firstMs?.toFixed(0) ?? "-"} ms, all ${allMs.toFixed(0)} ms, ${view.matched} match`;
}

const session = createSession();
const disk = new Uint8Array(messages * 200 + 1000);
globalThis.gc?.();
const before = process.memoryUsage();
const foldMs = fill(session, disk);
globalThis.gc?.();
const { heapUsed, arrayBuffers } = process.memoryUsage();
const mib = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
const lines = [
  `${messages} messages in batches of ${perBatch}: folded in ${foldMs.toFixed(0)} ms`,
  `heap ${mib(heapUsed - before.heapUsed)}, arrays ${mib(arrayBuffers - before.arrayBuffers)}`,
];
for (const text of QUERIES) lines.push(await measureFilter(session, text));
process.stdout.write(`${lines.join("\n")}\n`);
