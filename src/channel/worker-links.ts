import type { PageBatch } from "../core/wire/page-batch.ts";
import {
  WORKER_COMMANDS,
  type WorkerCommand,
  type WorkerNotice,
  type WorkerWord,
} from "../core/wire/worker-link.ts";
import { isWeighable } from "./relay-link.ts";

/** A document has few workers; one that starts many more keeps those that it started first. */
const MAX_WORKERS = 256;

/** The relay's end of the link to one worker, which is told of its limits where it starts (`core/wire/worker-link.ts`). */
export interface WorkerRelayLink {
  /** The relay takes batches (again). */
  ready(): void;
  /** A new listener is there. */
  arm(): void;
  /** Nobody listens at the other end. */
  idle(): void;
}

/**
 * Answers what joins the workers that a relay's document is about to start. `take` answers whether it has taken a batch;
 * `linked` hears of each worker that answers.
 */
export function createWorkerLinks(
  { BroadcastChannel, location }: Pick<typeof globalThis, "BroadcastChannel" | "location">,
  take: (batch: PageBatch) => boolean,
  linked: (link: WorkerRelayLink) => void,
): (notice: WorkerNotice) => void {
  const joined = new Set<string>();

  function join(channel: BroadcastChannel): void {
    let met = false;
    let open = false;
    /** What the worker sent before it heard "hold". */
    const kept: PageBatch[] = [];
    const say = (command: WorkerCommand) => channel.postMessage(command);
    const passOn = () => {
      while (kept[0] !== undefined && take(kept[0])) kept.shift();
      return kept.length === 0;
    };
    const link: WorkerRelayLink = {
      ready() {
        open = passOn();
        if (open) say("ready");
      },
      arm() {
        // Nothing else would take what came when nobody listened any more, and all that follows waits behind it.
        open = passOn();
        say("arm");
      },
      idle() {
        open = false;
        say("idle");
      },
    };
    channel.addEventListener("message", ({ data }) => {
      if (WORKER_COMMANDS.includes(data)) {
        // Of a shared worker that documents of several inspected tabs started, another may have no listener any more.
        if (data === "idle" && open) say("ready");
        return;
      }
      const word = data as WorkerWord;
      if (word.kind === "hello") {
        if (met) {
          // Another service worker of the origin, or the same that was started again.
          if (open) say("ready");
          return;
        }
        met = true;
        linked(link);
      } else if (isWeighable(word.batch) && (kept.length > 0 || !take(word.batch))) {
        kept.push(word.batch);
        open = false;
        say("hold");
      }
    });
    say("ask");
  }

  return ({ channel, documentUrl }) => {
    const here = location.href.replace(/#.*$/s, "");
    if ((documentUrl !== null && documentUrl !== here) || joined.has(channel)) return;
    if (joined.size >= MAX_WORKERS) return;
    joined.add(channel);
    join(new BroadcastChannel(channel));
  };
}
