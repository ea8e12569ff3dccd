import type { Close, Connection, ConnectionKind } from "../model/connection.ts";
import { type PlainKey, say } from "../text/say.ts";
import type { ClosedBy } from "../wire/events.ts";

const SHORT: Readonly<Record<ConnectionKind, string>> = {
  websocket: "ws",
  eventsource: "sse",
  "fetch-stream": "stream",
  http: "http",
  polling: "poll",
};

const LONG = {
  "fetch-stream": "streamedResponse",
  http: "httpRequests",
  polling: "pollingSession",
} as const;

const STATES: Readonly<Record<Connection["state"], PlainKey>> = {
  connecting: "stateConnecting",
  open: "stateOpen",
  closing: "stateClosing",
  closed: "stateClosed",
  reconnecting: "stateReconnecting",
};

/** The kind in a word for lists: `ws`, `sse`, `stream`, `poll`, `http`. */
export function formatKind(kind: ConnectionKind): string {
  return SHORT[kind];
}

/** The kind by its full name. */
export function formatKindName(kind: ConnectionKind): string {
  if (kind === "websocket") return "WebSocket";
  return kind === "eventsource" ? "EventSource" : say(LONG[kind]);
}

/** The state in a word or two: `open`, `reconnecting`, `closed 1006`. HTTP endpoints have none. */
export function formatState(connection: Pick<Connection, "kind" | "state" | "close">): string {
  if (connection.kind === "http") return "";
  if (connection.state !== "closed") return say(STATES[connection.state]);
  if (connection.kind === "fetch-stream")
    return connection.close?.by === "network" ? say("stateBroken") : say("stateEnded");
  const code = connection.close?.code ?? null;
  return code === null ? say("stateClosed") : say("closed", { code });
}

/** Whether a connection ended in a way that somebody should look at. */
export function isTroubled(connection: Pick<Connection, "kind" | "state" | "close">): boolean {
  if (connection.state === "reconnecting") return true;
  if (connection.state !== "closed" || connection.kind === "http") return false;
  const close: Close | null = connection.close;
  if (close === null) return false;
  return close.by === "network" || close.wasClean === false || close.code === 1006;
}

/** Who ended a connection, as a sentence's end: `by the server`. */
export function formatClosedBy(by: ClosedBy): string {
  if (by === "page") return say("thePage");
  if (by === "server") return say("theServer");
  if (by === "network") return say("nobodyTheNetworkConnectionBroke");
  return say("notKnownSentence");
}
