import type { Session } from "../../model/session.ts";
import type { Exchange } from "./exchange.ts";

const VERSION = /[?&]EIO=\d/;
const POLLING = /[?&]transport=polling/;

/** Whether requests are those of Engine.IO's polling transport (protocol 3 and 4: `EIO`, `transport`). */
export function pollsEngineIo(exchanges: readonly Exchange[]): boolean {
  return (
    exchanges.length > 0 &&
    exchanges.every(({ url, method }) => method === "GET" && VERSION.test(url) && POLLING.test(url))
  );
}

/** Whether requests carry what the page sends over that transport: messages of its own, and answers to pings. */
export function sendsEngineIo(exchanges: readonly Exchange[]): boolean {
  return exchanges.every(({ url, method }) => method === "POST" && VERSION.test(url) && POLLING.test(url));
}

/** Whether it went over to a WebSocket: the last poll is answered with a noop, and a socket of the same path is there. */
export function isUpgraded(exchanges: readonly Exchange[], session: Session): boolean {
  const last = exchanges.at(-1);
  if (last === undefined || !URL.canParse(last.url)) return false;
  const { host, pathname } = new URL(last.url);
  return session.connections.some(({ kind, url, createdAt, state }) => {
    if (kind !== "websocket" || !URL.canParse(url) || !/[?&]transport=websocket/.test(url)) return false;
    const socket = new URL(url);
    if (socket.host !== host || socket.pathname !== pathname) return false;
    // A socket that never opened upgraded nothing: polling goes on beside it.
    return state !== "connecting" && last.endAt <= createdAt + UPGRADE_MS;
  });
}

/** The client waits for the polls that are under way before it uses the socket (Engine.IO protocol, "Upgrade"). */
const UPGRADE_MS = 10_000;
