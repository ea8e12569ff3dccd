import type { EpochMs } from "../units.ts";
import type { HarEntry } from "./events.ts";

/** A request or a handshake as a browser's network side tells it to an extension. `null` is: not told. */
export interface ToldRequest {
  /** As HAR has it; the response's status is 0 where there was none, and 304 where a server said so of what the cache had. */
  readonly entry: HarEntry;
  readonly startedAt: EpochMs | null;
  readonly respondedAt: EpochMs | null;
  /** When it was over. */
  readonly endedAt: EpochMs | null;
  /** The browser's own words on why it failed, else "". */
  readonly error: string;
  /** The browser's number of the frame. */
  readonly frameId: number | null;
  /** The script of the shared or service worker that made it, which belongs to no tab; null of what a tab's documents did. */
  readonly workerUrl: string | null;
}

/** The opening handshake of a WebSocket, on its way to its connection. */
export interface ToldHandshake extends ToldRequest {
  /** When the connection was closed; null while it is open, or where the browser does not tell. */
  readonly closedAt: EpochMs | null;
  /** Whether Duplex's own code in a page made the call, so that the hook sees the connection. */
  readonly hooked: boolean | null;
  /** The script that made the call, "" where the browser does not tell. */
  readonly script: string;
  /** Under which number the devtools page holds the browser's record of the messages. */
  readonly held: number | null;
}
