import { describe, expect, test } from "vitest";
import { createGuard } from "../../src/page/guard.ts";
import { createStandIn } from "../../src/page/stand-in.ts";
import { createWatchPromise } from "../../src/page/watch-promise.ts";

const watchPromise = createWatchPromise(
  createGuard((message) => {
    throw new Error(message);
  }),
  () => 0,
);
const standIn = createStandIn(globalThis as never, watchPromise);
const bytes = (count: number) => new Uint8Array(count);
const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

interface Case {
  readonly source: (log: Log) => UnderlyingDefaultSource<Uint8Array>;
  readonly sink: (log: Log) => UnderlyingSink<Uint8Array>;
  readonly highWaterMark?: number;
  /** The sink has begun, or failed, before it is piped to. */
  readonly settled?: true;
}
type Log = (what: string) => void;

const counting = (log: Log, chunks: number, end: (controller: ReadableStreamDefaultController) => void) => {
  let count = 0;
  return {
    pull(controller: ReadableStreamDefaultController) {
      count += 1;
      if (count <= chunks) controller.enqueue(bytes(count));
      else end(controller);
    },
    cancel: (reason: unknown) => log(`cancel ${String(reason)}`),
  };
};
const telling = (log: Log) => ({
  write: (chunk: Uint8Array) => log(`write ${chunk.length}`),
  close: () => log("close"),
  abort: (reason: unknown) => log(`abort ${String(reason)}`),
});

const CASES: Readonly<Record<string, Case>> = {
  "a stream that ends": { source: (log) => counting(log, 3, (it) => it.close()), sink: telling },
  "an empty one": { source: (log) => counting(log, 0, (it) => it.close()), sink: telling },
  "one that breaks": { source: (log) => counting(log, 2, (it) => it.error("broken")), sink: telling },
  "one that breaks with nothing": { source: (log) => counting(log, 1, (it) => it.error()), sink: telling },
  "one that is broken": { source: () => ({ start: (it) => it.error("broken") }), sink: telling },
  "a sink that refuses a chunk": {
    source: (log) => counting(log, 5, (it) => it.close()),
    sink: (log) => ({
      ...telling(log),
      write() {
        log("write");
        throw "refused";
      },
    }),
  },
  "a sink that refuses the end": {
    source: (log) => counting(log, 1, (it) => it.close()),
    sink: (log) => ({
      ...telling(log),
      close() {
        throw "refused";
      },
    }),
  },
  "a sink that has failed": {
    source: (log) => counting(log, 5, (it) => it.close()),
    sink: () => ({ start: (it) => it.error("failed") }),
  },
  "a sink that fails between two chunks": {
    source: () => ({ start: (it) => it.enqueue(bytes(1)) }),
    sink: (log) => ({ ...telling(log), start: (it) => void setTimeout(() => it.error("failed"), 5) }),
  },
  "a stream whose cancel fails": {
    source: (log) => ({
      start: (it) => it.enqueue(bytes(1)),
      cancel(reason) {
        log(`cancel ${String(reason)}`);
        throw "cancel failed";
      },
    }),
    sink: (log) => ({
      ...telling(log),
      write() {
        throw "refused";
      },
    }),
  },
  "a sink that has failed, of a stream whose cancel fails": {
    source: () => ({
      cancel() {
        throw "cancel failed";
      },
    }),
    sink: () => ({ start: (it) => it.error("failed") }),
    settled: true,
  },
  "a sink that has failed, of a stream that is broken": {
    source: () => ({ start: (it) => it.error("broken") }),
    sink: () => ({ start: (it) => it.error("failed") }),
    settled: true,
  },
  "a slow sink": {
    source: (log) => counting(log, 3, (it) => it.close()),
    sink: (log) => ({
      ...telling(log),
      async write(chunk) {
        log(`write ${chunk.length}`);
        await later(5);
        log("written");
      },
    }),
  },
  "a slow sink of a stream that breaks": {
    source: (log) => counting(log, 2, (it) => it.error("broken")),
    sink: (log) => ({
      ...telling(log),
      async write() {
        await later(5);
        log("written");
      },
    }),
  },
  "a sink that takes much": {
    source: (log) => counting(log, 5, (it) => it.close()),
    sink: telling,
    highWaterMark: 3,
  },
};

async function pipe(
  { source, sink, highWaterMark = 1, settled }: Case,
  inFront: boolean,
): Promise<unknown[]> {
  const log: unknown[] = [];
  const tell = (what: string) => void log.push(what);
  const from = new ReadableStream<Uint8Array>(source(tell), { highWaterMark: 0 });
  if (!settled) await later(0);
  const to = new WritableStream<Uint8Array>(sink(tell), { highWaterMark });
  if (settled) await later(0);
  const before = inFront ? standIn(from, ignorant) : null;
  const piped = (before?.stream ?? from).pipeTo(to);
  before?.begin();
  log.push(from.locked);
  await piped.then(
    () => log.push("ended"),
    (reason) => log.push(`failed ${String(reason)}`),
  );
  log.push(from.locked);
  return log;
}
const ignorant = { chunk() {}, drained() {}, failed() {}, cancelled() {} };

describe("a stream in front of a pipe", () => {
  test.each(Object.entries(CASES))("makes no difference to %s", async (_, it) => {
    expect(await pipe(it, true)).toEqual(await pipe(it, false));
  });

  test("reads only what the pipe asks for", async () => {
    let pulls = 0;
    const source = {
      pull(controller: ReadableStreamDefaultController) {
        pulls += 1;
        controller.enqueue(bytes(1));
      },
    };
    const { stream, begin } = standIn(new ReadableStream(source, { highWaterMark: 0 }), ignorant);
    void stream.pipeTo(new WritableStream({ write: () => new Promise(() => {}) }));
    begin();
    await later(5);
    expect(pulls).toBe(1);
  });

  test("tells what passes", async () => {
    const told: unknown[] = [];
    const watcher = {
      chunk: (chunk: object) => told.push((chunk as Uint8Array).length),
      drained: () => told.push("closed"),
      failed: (reason: unknown) => told.push(`failed ${String(reason)}`),
      cancelled: () => told.push("cancelled"),
    };
    const run = async (it: Case) => {
      const { stream, begin } = standIn(new ReadableStream(it.source(() => {})), watcher);
      const sink = new WritableStream(it.sink(() => {}));
      await later(0);
      const piped = stream.pipeTo(sink);
      begin();
      await piped.catch(() => {});
    };
    await run(CASES["a stream that ends"] as Case);
    await run(CASES["one that breaks"] as Case);
    await run(CASES["a sink that has failed"] as Case);
    expect(told).toEqual([1, 2, 3, "closed", 1, 2, "failed broken", "cancelled"]);
  });
});
