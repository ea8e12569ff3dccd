import type { DeepCapture, DeepTold } from "./deep-capture.ts";
import type { RecordEvent } from "./events.ts";
import type { RelaySender } from "./port-message.ts";
import type { ToldHandshake } from "./told-request.ts";

/** What the engine asks its devtools page, where the browser keeps a network log of its own (Chromium). */
export type EngineAsk =
  /** The handshakes that the log holds, of open WebSockets too. This copies all that the log has, frames included. */
  | { readonly ask: "read-network-log" }
  /** The messages of a WebSocket which no hook saw. */
  | { readonly ask: "take-held"; readonly held: number }
  /** The hook has them: the log's record is not needed. */
  | { readonly ask: "forget-held"; readonly held: number };

/** What the devtools page tells its engine. */
export type EngineFeed =
  /** Once, first. Without it the engine serves stored sessions only. */
  | { readonly feed: "record-tab" }
  /** The page that DevTools was opened on, or one that Duplex is `off` on: of that nothing is recorded. */
  | { readonly feed: "page"; readonly url: string; readonly off?: boolean }
  /** Known as soon as the browser has said it; nothing is written to disk before. */
  | {
      readonly feed: "attached";
      readonly incognito: boolean;
      readonly heard: boolean;
      readonly withheld?: boolean;
      /** No script of an extension can be there, now or after a reload. */
      readonly closed?: boolean;
    }
  /** From a page; not parsed yet. */
  | { readonly feed: "batch"; readonly batch: unknown; readonly sender: RelaySender }
  /** Seen by the devtools page itself. */
  | { readonly feed: "record"; readonly record: RecordEvent }
  /** The browser's network side told of a WebSocket's handshake. */
  | { readonly feed: "handshake"; readonly handshake: ToldHandshake }
  /** The browser's record of a WebSocket that was asked for; null where it is no longer there. */
  | { readonly feed: "held-entry"; readonly held: number; readonly entry: unknown }
  /** Chrome with Deep capture: what the browser's debugger tells, */
  | { readonly feed: "deep"; readonly told: DeepTold }
  /** and whether it is asked. */
  | { readonly feed: "deep-state"; readonly deep: DeepCapture }
  /** Firefox: whether the bodies of requests are not kept for now, since sockets are busy. */
  | { readonly feed: "bodies-paused"; readonly paused: boolean }
  /** The network log was read, as was asked for. */
  | { readonly feed: "network-log-read" }
  | { readonly feed: "panel-shown"; readonly shown: boolean }
  /** A panel's port is in the message's `ports`. */
  | { readonly feed: "panel" };
