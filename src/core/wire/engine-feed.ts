import type { RecordEvent } from "./events.ts";
import type { RelaySender } from "./port-message.ts";

/** What the devtools page tells its engine. */
export type EngineFeed =
  /** Once, first. Without it the engine serves stored sessions only. */
  | { readonly feed: "record-tab" }
  /** The page that DevTools was opened on, or one that Duplex is `off` on: of that nothing is recorded. */
  | { readonly feed: "page"; readonly url: string; readonly off?: boolean }
  /** Known as soon as the browser has said it; nothing is written to disk before. */
  | { readonly feed: "attached"; readonly incognito: boolean; readonly heard: boolean }
  /** From a page; not parsed yet. */
  | { readonly feed: "batch"; readonly batch: unknown; readonly sender: RelaySender }
  /** Seen by the devtools page itself. */
  | { readonly feed: "record"; readonly record: RecordEvent }
  | { readonly feed: "panel-shown"; readonly shown: boolean }
  /** A panel's port is in the message's `ports`. */
  | { readonly feed: "panel" };
