import type { PageBatch } from "./page-batch.ts";

/**
 * How the hook of a worker and the relay of the document that started it reach each other: over a BroadcastChannel
 * whose name, 128 random bits, only these two know. A worker has no content scripts, and what it posts to its page the
 * page would hear.
 */
export type WorkerWord =
  /** The hook is there: said when it starts and when a relay asks. */
  | { readonly kind: "hello" }
  /** To the relay; it keeps what it cannot pass on at once, and says "hold". */
  | { readonly kind: "batch"; readonly batch: PageBatch };

/** From the relay to the worker. */
export type WorkerCommand =
  /** A relay is there, and does not know yet whether the worker is. */
  | "ask"
  /** The relay takes batches (again). */
  | "ready"
  /** A new listener is there, which knows nothing of this worker yet. */
  | "arm"
  /** The relay can take no more for now. */
  | "hold"
  /** Nobody listens at the other end; keep only what is recent. */
  | "idle";

export const WORKER_COMMANDS: readonly WorkerCommand[] = ["ask", "ready", "arm", "hold", "idle"];

/** The kinds of workers, by what `Sec-Fetch-Dest` calls them (Fetch Metadata, 2.1). */
export type WorkerKind = "dedicated" | "shared" | "service";

/** In the text of the worker's hook: where the background writes the channel's name and the worker's kind. */
export const CHANNEL_PLACE = "__DUPLEX_CHANNEL__";
export const KIND_PLACE = "__DUPLEX_KIND__";
/** The names of the limits that differ from the usual ones, with spaces between them (see `page-limits.ts`). */
export const LIMITS_PLACE = "__DUPLEX_LIMITS__";
/** The name of the event by which the hook finds out whether it runs in this worker already (see `hook-workers.ts`). */
export const ONCE_PLACE = "__DUPLEX_ONCE__";

/** From the background to the relays of a tab: a worker of this document is about to start, with this channel. */
export interface WorkerNotice {
  readonly channel: string;
  /** The document that starts it; null where it is the one that this is sent to. */
  readonly documentUrl: string | null;
}
