import { FLAG_RECEIVED } from "../../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../../src/core/wire/batch-writer.ts";
import type { PageBatch } from "../../../src/core/wire/page-batch.ts";
import { RELAY_PORT, type RelayCommand, type RelayMessage } from "../../../src/core/wire/port-message.ts";

/** Runs as a content script of the inspected page: opens a port as its relay does, and feeds it as much as no page sends. */

const MESSAGE_BYTES = 200;
const EVERY_MS = 50;
/** In batches as a hook hands them over; a larger one could be refused. */
const BATCH_MESSAGES = 1000;
/** As many as are 32 MiB, which is what a relay keeps unacknowledged. */
const MOST_WAITING = 160_000;
/** Of another frame than the page's own hook speaks for. */
const FRAME = "feedfeedfeedfeedfeedfeedfeedfeed";

interface Fed {
  readonly fed: number;
  /** The most messages that were sent and not acknowledged. */
  readonly mostWaiting: number;
  readonly tookMs: number;
}

let done: Fed | null = null;
let seq = 0;

/** Texts alone, all of them ASCII: each byte is a code unit. */
function take(writer: ReturnType<typeof createBatchWriter>): PageBatch {
  const { count } = writer;
  const { rows, bytes } = writer.take(FRAME, seq);
  const batch = { frame: FRAME, seq, rows, text: new TextDecoder().decode(bytes), bytes: new Uint8Array(0) };
  seq += count;
  return batch;
}

/** Feeds so many messages a second for so long, a twentieth of them at a time. */
function feed(perSecond: number, seconds: number): void {
  const port = chrome.runtime.connect({ name: RELAY_PORT });
  const writer = createBatchWriter();
  const total = perSecond * seconds;
  const underWay = new Map<number, number>();
  let number = 0;
  let fed = 0;
  let waiting = 0;
  let mostWaiting = 0;
  const send = (batch: PageBatch, messages: number) => {
    number += 1;
    underWay.set(number, messages);
    waiting += messages;
    mostWaiting = Math.max(mostWaiting, waiting);
    port.postMessage({ kind: "batch", number, batch } satisfies RelayMessage);
  };
  const startedAt = Date.now();
  const url = location.href;
  writer.record({ type: "frame-started", at: startedAt, url, top: true, origin: location.origin });
  writer.record({
    type: "socket-created",
    at: startedAt,
    connection: 1,
    url: "ws://127.0.0.1/fed",
    protocols: [],
  });
  send(take(writer), 0);
  const pad = "x".repeat(MESSAGE_BYTES);
  const timer = setInterval(() => {
    // A timer may be late: then all goes that is due, but no more under way than a relay has.
    const due = Math.min(total, Math.floor(((Date.now() - startedAt) / 1000) * perSecond));
    while (fed < due && waiting < MOST_WAITING) {
      const end = Math.min(due, fed + BATCH_MESSAGES);
      const messages = end - fed;
      for (; fed < end; fed += 1) {
        const text = `{"n":${fed},"pad":"${pad}`.slice(0, MESSAGE_BYTES - 2);
        writer.message(Date.now(), 1, FLAG_RECEIVED, `${text}"}`, null, "", "");
      }
      send(take(writer), messages);
    }
    if (fed === total) clearInterval(timer);
  }, EVERY_MS);
  port.onMessage.addListener((command: RelayCommand) => {
    if (command.kind !== "ack") return;
    for (const [one, messages] of underWay) {
      if (one > command.number) break;
      underWay.delete(one);
      waiting -= messages;
    }
    if (fed === total && underWay.size === 0) done = { fed, mostWaiting, tookMs: Date.now() - startedAt };
  });
}

const benchFeed = { feed, result: () => done };
export type BenchFeed = typeof benchFeed;
export type { Fed };

Object.assign(globalThis, { benchFeed });
