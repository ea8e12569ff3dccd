import { packetsOf, toSocketMessage } from "../decode/protocols/engine-io-packets.ts";
import { unwrapForm, unwrapJsonp } from "../decode/protocols/unwrap-jsonp.ts";
import { fromBase64 } from "../export/base64.ts";
import type { EpochMs } from "../units.ts";
import type { HarEntry } from "../wire/events.ts";

/** A message that a request, or the answer to it, carried. */
export interface CarriedMessage {
  readonly received: boolean;
  readonly at: EpochMs;
  readonly bytes: Uint8Array;
  readonly binary: boolean;
}

/** What a request carried of a session that is more than this request. */
export interface Carried {
  /** The same for all of that session, whatever transports it uses. */
  readonly key: string;
  /** What of the URL is the same for all requests of its kind. */
  readonly url: string;
  readonly messages: readonly CarriedMessage[];
  /** Nothing comes after it. */
  readonly ends: boolean;
}

const encoder = new TextEncoder();

/** What a finished request that began at `at` carried; null where it is none of a transport that is known. */
export function readCarried(entry: HarEntry, at: EpochMs): Carried | null {
  const { url } = entry.request;
  if (/[?&]transport=polling(?:&|$)/.test(url)) return readEngineIo(entry, at);
  return SOCKJS.test(url) ? readSockJs(entry, at) : null;
}

/** What a WebSocket or an EventSource of the same session has as its key; null where its address names none. */
export function sessionKeyOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { host, pathname, searchParams } = new URL(url);
  const sid = searchParams.has("EIO") ? searchParams.get("sid") : null;
  if (sid !== null) return engineKey(host, pathname, sid);
  const session = SOCKJS_EVENTS.exec(pathname)?.[1];
  return session === undefined ? null : `sockjs ${host}${session}`;
}

/** Engine.IO's polling transport, also by JSONP (https://github.com/socketio/engine.io-protocol): packets as a WebSocket has them. */
function readEngineIo(entry: HarEntry, at: EpochMs): Carried | null {
  const { request } = entry;
  if (!URL.canParse(request.url)) return null;
  const { host, pathname, origin, searchParams } = new URL(request.url);
  const eio = searchParams.get("EIO");
  if (eio !== "3" && eio !== "4") return null;
  const version = eio === "3" ? 3 : 4;
  const messages: CarriedMessage[] = [];
  let sid = searchParams.get("sid");
  let ends = false;

  function add(body: Body | null, received: boolean, time: EpochMs): void {
    if (body === null || body.bytes.length === 0) return;
    const packets = packetsOf({ ...body, index: 0, received, cut: false, event: "" }, version, true);
    for (const packet of packets ?? []) {
      const message = toSocketMessage(packet, version);
      messages.push({ received, at: time, ...message });
      if (packet.type === 0) sid ??= sidIn(packet.bytes);
      if (packet.type === 1) ends = true;
    }
    const read = packets?.at(-1)?.to ?? body.bytes.length;
    // More packets than are told apart are kept as they came.
    const rest = body.bytes.subarray(read);
    if (rest.length > 0) messages.push({ received, at: time, bytes: rest, binary: body.binary });
  }

  if (request.method === "POST") add(sentBody(entry, true), false, at);
  else add(answerBody(entry), true, at + entry.time);
  if (sid === null) return null;
  const url = `${origin}${pathname}?EIO=${eio}&transport=polling`;
  return { key: engineKey(host, pathname, sid), url, messages, ends };
}

function engineKey(host: string, path: string, sid: string): string {
  return `engine.io ${host}${path} ${sid}`;
}

function sidIn(bytes: Uint8Array): string | null {
  try {
    const { sid } = JSON.parse(new TextDecoder().decode(bytes)) as { sid?: unknown };
    return typeof sid === "string" && sid !== "" && sid.length < 200 ? sid : null;
  } catch {
    return null;
  }
}

/** Server and session, then the transport. */
const SOCKJS = /^[^?#]*\/\d{3}\/\w{6,16}\/(?:xhr|xhr_send|xhr_streaming|jsonp|jsonp_send|htmlfile)(?:[?#]|$)/;
const SOCKJS_EVENTS = /^(.*\/\d{3}\/\w{6,16})\/(?:eventsource|websocket)$/;
const SOCKJS_PARTS = /^(.*\/\d{3}\/\w{6,16})\/(\w+)$/;

/** The frames of SockJS' transports without WebSocket (https://github.com/sockjs/sockjs-protocol), as a WebSocket has them. */
function readSockJs(entry: HarEntry, at: EpochMs): Carried | null {
  if (!URL.canParse(entry.request.url)) return null;
  const { host, pathname, origin } = new URL(entry.request.url);
  const [, session, transport] = SOCKJS_PARTS.exec(pathname) ?? [];
  if (session === undefined || transport === undefined) return null;
  const isSent = transport.endsWith("_send");
  const body = isSent ? sentBody(entry, transport === "jsonp_send") : answerBody(entry);
  const frames = body === null ? [] : isSent ? [body.bytes] : receivedFrames(body.bytes, transport);
  const time = isSent ? at : at + entry.time;
  const messages = frames.map((bytes) => ({ received: !isSent, at: time, bytes, binary: false }));
  const ends = !isSent && frames.at(-1)?.[0] === 0x63;
  return { key: `sockjs ${host}${session}`, url: `${origin}${session}/xhr`, messages, ends };
}

/** In a page of scripts that is read as it comes. */
const HTMLFILE = /<script>\s{0,4}p\(("(?:[^"\\]|\\.)*")\);\s{0,4}<\/script>/g;

function receivedFrames(bytes: Uint8Array, transport: string): Uint8Array[] {
  if (transport === "jsonp") {
    const frame = unwrapJsonp(bytes);
    return frame === null ? [] : [frame];
  }
  const text = new TextDecoder().decode(bytes);
  const frames =
    transport === "htmlfile"
      ? Array.from(text.matchAll(HTMLFILE), ([, literal]) => textIn(literal as string))
      : text.split("\n");
  // What fills buffers on the way is no frame: 2 kB of `h` before the first.
  return frames.filter((it) => it !== "" && !/^h{2,}$/.test(it)).map((it) => encoder.encode(it));
}

function textIn(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return "";
  }
}

interface Body {
  readonly bytes: Uint8Array;
  readonly binary: boolean;
}

/** What was sent; of a form (JSONP) its member `d`, with line feeds as they were. */
function sentBody({ request: { postData } }: HarEntry, mayBeForm: boolean): Body | null {
  const text = postData?.text;
  if (text === undefined || text === "") return null;
  const isForm = mayBeForm && /^application\/x-www-form-urlencoded\b/i.test(postData?.mimeType ?? "");
  const unwrapped = isForm ? unwrapForm(text) : null;
  // Forms spell line feeds their own way; the page writes `\n` for one, and `\\n` for these two signs.
  const body = unwrapped?.replace(/\\?\\n/g, (it) => (it.length === 2 ? "\n" : "\\n")) ?? text;
  return { bytes: encoder.encode(body), binary: false };
}

function answerBody({ response: { content } }: HarEntry): Body | null {
  const text = content?.text;
  if (text === undefined || text === "") return null;
  const isBinary = /^application\/octet-stream\b/i.test(content?.mimeType ?? "");
  const bytes = content?.encoding === "base64" ? fromBase64(text) : encoder.encode(text);
  return bytes === null ? null : { bytes, binary: isBinary };
}
