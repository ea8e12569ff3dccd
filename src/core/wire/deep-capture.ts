import type { EpochMs, Milliseconds } from "../units.ts";
import type { WorkerKind } from "./worker-link.ts";

/** How it stands with Deep capture, where there is one. */
export interface DeepCapture {
  /** `absent`: this build has not the permission. `lost`: the browser ended it, or would not begin. */
  readonly state: "absent" | "off" | "on" | "lost";
  /** Why it is lost or was switched off, in words; else "". */
  readonly why: string;
}

export const NO_DEEP_CAPTURE: DeepCapture = { state: "absent", why: "" };

/** The port to the background over which a devtools page says what it has attached. */
export const DEBUGGER_PORT = "duplex-debugger";

/** What the debugger is attached to by itself: a tab, or a shared worker. */
export type HeldTarget = { readonly tabId: number } | { readonly targetId: string };

/** What Chrome's debugger tells the devtools page, on its way to the engine; targets are numbered from 1. */
export type DeepTold =
  /** It is a worker. Documents are not told of: their hook speaks for them. */
  | { readonly told: "worker"; readonly target: number; readonly worker: WorkerKind; readonly url: string }
  /** It is gone, or nobody listens to it any more. */
  | { readonly told: "gone"; readonly target: number; readonly at: EpochMs; readonly ended: boolean }
  /** Epoch milliseconds less the browser's monotonic clock, within the time that it took to ask. */
  | { readonly told: "clock"; readonly offset: Milliseconds }
  /** An event of the protocol, not parsed yet. */
  | { readonly told: "event"; readonly target: number; readonly method: string; readonly params: unknown };
