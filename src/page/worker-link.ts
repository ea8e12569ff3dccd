import { apply } from "../core/wire/intrinsics.ts";
import type { PageBatch } from "../core/wire/page-batch.ts";
import type { WorkerCommand, WorkerWord } from "../core/wire/worker-link.ts";
import type { Natives } from "./natives.ts";

/** A worker's end of the link to the relay of the document that started it. */
export interface WorkerLink {
  /** Somebody takes batches. */
  readonly open: boolean;
  /** Answers whether somebody has taken the batch. */
  send(batch: PageBatch): boolean;
}

/** Opens a worker's end of the link to the relay of the document that started it (`core/wire/worker-link.ts`). */
export function openWorkerLink(
  scope: Window & typeof globalThis,
  natives: Natives,
  name: string,
  on: { ready: () => void; arm: () => void; idle: () => void },
): WorkerLink {
  const { BroadcastChannel, MessageEvent } = scope;
  const { postMessage } = BroadcastChannel.prototype;
  const dataOf = natives.getter<WorkerCommand>(MessageEvent.prototype, "data");
  const channel = new BroadcastChannel(name);
  let open = false;
  const say = (word: WorkerWord) => apply(postMessage, channel, [word]);
  const listen = (event: Event) => {
    const command = dataOf(event);
    // Another service worker of the origin, which has the same channel, speaks to the relay.
    if (typeof command !== "string") return;
    if (command === "ask") {
      say({ kind: "hello" });
      return;
    }
    open = command === "ready" || command === "arm";
    if (command === "ready") on.ready();
    else if (command === "arm") on.arm();
    else if (command === "idle") on.idle();
  };
  natives.listen(channel, "message", listen);
  say({ kind: "hello" });
  return {
    get open() {
      return open;
    },
    send(batch) {
      if (open) say({ kind: "batch", batch });
      return open;
    },
  };
}
