import type { Browser } from "webextension-polyfill";
import { listenByRouter } from "../channel/listen-by-router.ts";
import { listenDirectly } from "../channel/listen-directly.ts";
import type { RelayHandlers, RelaySource } from "../channel/relay-listener.ts";
import { type Batch, ROW_LENGTH } from "../core/wire/batch.ts";
import type { EngineFeed } from "../core/wire/engine-feed.ts";
import { isRelayMessage } from "../core/wire/port-message.ts";
import type { ToldHandshake, ToldRequest } from "../core/wire/told-request.ts";

/** How the devtools page reaches its engine. */
export type Feed = (feed: EngineFeed, transfer?: Transferable[]) => void;

/**
 * Hands what the inspected tab's relays say on to the engine, and acknowledges it. Nothing is parsed here, and nothing
 * waits for anything: a message is under the engine's care when this returns.
 */
export function ingest(
  browser: Browser,
  target: "chrome" | "firefox",
  tabId: number,
  feed: Feed,
  {
    traffic = () => {},
    handshakeTold = () => {},
    requestTold = () => {},
  }: {
    /** So many events have come of a page. */
    traffic?: (events: number) => void;
    /** Firefox: the handshake of a WebSocket, */
    handshakeTold?: (handshake: ToldHandshake) => void;
    /** or another request. */
    requestTold?: (request: ToldRequest) => void;
  } = {},
): RelaySource {
  const handlers: RelayHandlers = {
    attached: ({ incognito, heard, withheld = false, closed = false }) =>
      feed({ feed: "attached", incognito, heard, withheld, closed }),
    connected: (relay) => {
      if (relay.sender.frameId === 0)
        feed({ feed: "attached", incognito: relay.sender.incognito, heard: true });
      relay.command({ kind: "arm" });
    },
    message: (relay, message) => {
      if (!isRelayMessage(message)) return;
      // These five alone: whatever else a page has put there ends here.
      const { frame, seq, rows, text, bytes } = message.batch;
      traffic(countRows(rows));
      feed(
        { feed: "batch", batch: { frame, seq, rows, text, bytes }, sender: relay.sender },
        buffersOf(rows, bytes),
      );
      relay.command({ kind: "ack", number: message.number });
    },
    told(request, socket) {
      if (!socket) return requestTold(request);
      const unknown = { closedAt: null, hooked: null, script: "", held: null };
      handshakeTold({ ...request, ...unknown });
    },
  };
  const listen = target === "firefox" ? listenByRouter : listenDirectly;
  return listen(browser, tabId, handlers);
}

/** How many events a batch has, if it is one. */
function countRows(rows: Partial<Batch["rows"]> | null): number {
  const length = rows?.length;
  return typeof length === "number" && length > 0 ? length / ROW_LENGTH : 0;
}

/** What can be handed over without a copy, if it is what it should be; once, where a page has made two views of it. */
function buffersOf(...arrays: Partial<Batch["rows"] | Batch["bytes"] | null>[]): Transferable[] {
  const buffers = arrays.map((it) => it?.buffer).filter((it) => it instanceof ArrayBuffer);
  return [...new Set(buffers)];
}
