import type { EpochMs } from "../units.ts";
import type { HarEntry } from "../wire/events.ts";
import { answerBody, sentBody } from "./carried-bodies.ts";
import type { Carried } from "./carried-messages.ts";

/** The connection's token, drawn by the server; in base64 by its letters for URLs. */
const TOKEN = /[?&]id=([\w-]{20,200})(?:&|$)/;

const OPEN_OBJECT = 0x7b;
const RECORD_SEPARATOR = 0x1e;
const NO_CONTENT = 204;

/** What all requests of one SignalR connection, and its EventSource, have in common; null of an address that has no token. */
export function signalrKeyOf(url: string): string | null {
  const token = TOKEN.exec(url.slice(0, 4000))?.[1];
  if (token === undefined || !URL.canParse(url)) return null;
  const { host, pathname } = new URL(url);
  return `signalr ${host}${pathname} ${token}`;
}

/**
 * SignalR without a WebSocket (https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/TransportProtocols.md), in JSON: what is posted
 * is sent on the event stream with the same token; by long polling it is one connection with what GET answers. An answer without content ends it, and so
 * does DELETE.
 */
export function readSignalR(entry: HarEntry, at: EpochMs): Carried | null {
  const { method, url } = entry.request;
  const key = signalrKeyOf(url);
  if (key === null) return null;
  const { origin, pathname } = new URL(url);
  const own = { key, url: origin + pathname };
  const isSent = method === "POST";
  if (method === "DELETE" || (method === "GET" && entry.response.status === NO_CONTENT))
    return { ...own, messages: [], ends: true };
  const body = isSent ? sentBody(entry, false) : method === "GET" ? answerBody(entry) : null;
  if (body === null || body.binary || !areRecords(body.bytes)) return null;
  const { bytes } = body;
  const time = isSent ? at : at + entry.time;
  const message = { received: !isSent, at: time, bytes, binary: false, ...body.placeOf(0, bytes.length) };
  return { ...own, messages: [message], ends: false };
}

/** Whether it begins as JSON does, and ends as SignalR's messages do. */
function areRecords(bytes: Uint8Array): boolean {
  return bytes[0] === OPEN_OBJECT && bytes.at(-1) === RECORD_SEPARATOR;
}
