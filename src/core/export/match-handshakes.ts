import type { Connection } from "../model/connection.ts";
import { ROW_REQUEST } from "../model/message-log.ts";
import type { Session } from "../model/session.ts";
import type { EpochMs } from "../units.ts";
import type { HarEntry } from "../wire/events.ts";
import { isObject } from "./checks.ts";
import { parseHarTime } from "./har-dates.ts";
import { recordAt, type Waiting } from "./loaded.ts";

/** Two clocks name the same moment, the page's and the network's; they are less than this apart. */
const MAX_APART_MS = 10_000;

/** The HTTP request that began a WebSocket or an EventSource, as the network panel told it. */
export interface Handshake {
  readonly row: number;
  readonly entry: HarEntry;
}

interface Candidate extends Handshake {
  readonly at: EpochMs;
}

/**
 * Finds, for connections by their ID, the request with which they began, so that a HAR has one entry for both, as
 * Chrome's own has. Each request belongs to one connection at most: the nearest of its URL.
 */
export function* matchHandshakes(session: Session): Waiting<Map<number, Handshake>> {
  const candidates = new Map<string, Candidate[]>();
  const matched = new Map<number, Handshake>();
  for (let row = 0; row < session.log.length; row += 1) {
    if (session.log.kind.get(row) !== ROW_REQUEST) continue;
    const record = yield* recordAt(session, row);
    if (record?.type !== "request-finished") continue;
    const own = session.connections[session.log.connection.get(row) - 1];
    if (own?.kind === "fetch-stream") {
      // One that was found in its request is in that request's entry.
      if (own.number !== null) matched.set(own.id, { row, entry: record.entry });
      continue;
    }
    const kind = handshakeKind(record.entry);
    if (kind === null) continue;
    const key = keyOf(kind, record.entry.request.url);
    const at = parseHarTime(record.entry.startedDateTime) ?? record.at;
    const same = candidates.get(key) ?? [];
    same.push({ row, entry: record.entry, at });
    candidates.set(key, same);
  }
  for (const connection of session.connections) {
    const same = candidates.get(keyOf(connection.kind, connection.url)) ?? [];
    const nearest = findNearest(same, connection);
    if (nearest === undefined || connection.kind === "fetch-stream") continue;
    same.splice(same.indexOf(nearest), 1);
    matched.set(connection.id, nearest);
  }
  return matched;
}

function findNearest(candidates: readonly Candidate[], connection: Connection): Candidate | undefined {
  const apart = (it: Candidate) => Math.abs(it.at - connection.createdAt);
  let nearest: Candidate | undefined;
  for (const it of candidates) {
    if (apart(it) <= MAX_APART_MS && (nearest === undefined || apart(it) < apart(nearest))) nearest = it;
  }
  return nearest;
}

/** What a request was the beginning of: by Chrome's own word, or by what RFC 6455 and WHATWG HTML ask of it. */
export function handshakeKind(entry: HarEntry): "websocket" | "eventsource" | null {
  const { _resourceType: type, request, response } = entry;
  if (type === "websocket" || Array.isArray(entry._webSocketMessages)) return "websocket";
  if (type === "eventsource") return "eventsource";
  // Chromium writes the events of a fetched stream, too: those are no EventSource's.
  if (type !== "fetch" && type !== "xhr" && Array.isArray(entry._eventSourceMessages)) return "eventsource";
  if (/^wss?:/i.test(request.url)) return "websocket";
  if (response.status === 101 && header(response.headers, "upgrade")?.toLowerCase() === "websocket") {
    return "websocket";
  }
  // An EventSource always asks so; a `fetch` may, but then a browser that says the type calls it "fetch".
  const asked = header(request.headers, "accept");
  return type === undefined && asked === "text/event-stream" ? "eventsource" : null;
}

/** The value of a header, whatever the case of its name; null where there is none. */
export function header(headers: unknown, name: string): string | null {
  if (!Array.isArray(headers)) return null;
  for (const it of headers) {
    if (isObject(it) && typeof it.name === "string" && it.name.toLowerCase() === name) {
      return typeof it.value === "string" ? it.value : null;
    }
  }
  return null;
}

/** Some write the URL of a WebSocket's handshake as that of the HTTP request which it is. */
function keyOf(kind: string, url: string): string {
  return `${kind} ${url.replace(/#.*$/s, "").replace(/^http/i, kind === "websocket" ? "ws" : "http")}`;
}
