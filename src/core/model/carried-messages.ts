import { createByteOffsets } from "../decode/bytes/byte-offsets.ts";
import { readBayeuxBody } from "../decode/protocols/bayeux.ts";
import { packetsOf, toSocketMessage } from "../decode/protocols/engine-io-packets.ts";
import { findArgument, unwrapJsonp } from "../decode/protocols/unwrap-jsonp.ts";
import { readBoshBody } from "../decode/protocols/xmpp.ts";
import type { Bytes, EpochMs } from "../units.ts";
import type { HarEntry } from "../wire/events.ts";
import { answerBody, type Body, sentBody } from "./carried-bodies.ts";
import { readPhoenix } from "./carried-phoenix.ts";
import { readSignalR, signalrKeyOf } from "./carried-signalr.ts";

/** A message that a request, or the answer to it, carried. */
export interface CarriedMessage {
  readonly received: boolean;
  readonly at: EpochMs;
  readonly bytes: Uint8Array;
  readonly binary: boolean;
  /** Where it stands in the body of its request, or of the answer to it. */
  readonly from: Bytes;
  readonly to: Bytes;
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
  if (SOCKJS.test(url)) return readSockJs(entry, at);
  return readSignalR(entry, at) ?? readPhoenix(entry, at) ?? readBosh(entry, at) ?? readBayeux(entry, at);
}

/** What a WebSocket or an EventSource of the same session has as its key; null where its address names none. */
export function sessionKeyOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { host, pathname, searchParams } = new URL(url);
  const sid = searchParams.has("EIO") ? searchParams.get("sid") : null;
  if (sid !== null) return engineKey(host, pathname, sid);
  const session = SOCKJS_EVENTS.exec(pathname)?.[1];
  return session === undefined ? signalrKeyOf(url) : `sockjs ${host}${session}`;
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
    const { bytes, binary } = body;
    const packets = packetsOf({ bytes, binary, index: 0, received, cut: false, event: "" }, version, true);
    for (const packet of packets ?? []) {
      const message = toSocketMessage(packet, version);
      messages.push({ received, at: time, ...message, ...body.placeOf(packet.from, packet.to) });
      if (packet.type === 0) sid ??= sidIn(packet.bytes);
      if (packet.type === 1) ends = true;
    }
    const read = packets?.at(-1)?.to ?? body.bytes.length;
    // More packets than are told apart are kept as they came.
    const rest = body.bytes.subarray(read);
    if (rest.length === 0) return;
    const place = body.placeOf(read, body.bytes.length);
    messages.push({ received, at: time, bytes: rest, binary: body.binary, ...place });
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
  const whole = body === null ? null : { bytes: body.bytes, ...body.placeOf(0, body.bytes.length) };
  const frames = whole === null ? [] : isSent ? [whole] : receivedFrames(whole.bytes, transport);
  const time = isSent ? at : at + entry.time;
  const messages = frames.map((frame) => ({ received: !isSent, at: time, binary: false, ...frame }));
  const ends = !isSent && frames.at(-1)?.bytes[0] === 0x63;
  return { key: `sockjs ${host}${session}`, url: `${origin}${session}/xhr`, messages, ends };
}

/** In a page of scripts that is read as it comes. */
const HTMLFILE = /<script>\s{0,4}p\(("(?:[^"\\]|\\.)*")\);\s{0,4}<\/script>/g;

function receivedFrames(bytes: Uint8Array, transport: string): Frame[] {
  if (transport === "jsonp") {
    const frame = unwrapJsonp(bytes);
    return frame === null ? [] : [{ bytes: frame, from: 0, to: bytes.length }];
  }
  const frames = transport === "htmlfile" ? framesInPage(bytes) : framesInLines(bytes);
  // What fills buffers on the way is no frame: 2 kB of `h` before the first.
  return frames.filter((it) => it.bytes.length > 0 && !(it.bytes.length > 1 && it.bytes.every(isLetterH)));
}

function framesInPage(bytes: Uint8Array): Frame[] {
  const text = new TextDecoder().decode(bytes);
  const toBytes = createByteOffsets(text);
  return Array.from(text.matchAll(HTMLFILE), ({ 0: script, 1: literal = "", index }) => ({
    bytes: encoder.encode(textIn(literal)),
    from: toBytes(index),
    to: toBytes(index + script.length),
  }));
}

function framesInLines(bytes: Uint8Array): Frame[] {
  const frames: Frame[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(0x0a, from);
    const to = end === -1 ? bytes.length : end;
    frames.push({ bytes: bytes.subarray(from, to), from, to });
    from = to + 1;
  }
  return frames;
}

function isLetterH(byte: number): boolean {
  return byte === 0x68;
}

/** XMPP over HTTP (BOSH, XEP-0124): a body each way, with the stanzas in it. */
function readBosh(entry: HarEntry, at: EpochMs): Carried | null {
  const { request } = entry;
  if (request.method !== "POST" || !URL.canParse(request.url)) return null;
  const asked = readBoshBody(request.postData?.text ?? "");
  if (asked === null) return null;
  const answered = readBoshBody(textOfAnswer(entry));
  const sid = asked.sid ?? answered?.sid ?? null;
  if (sid === null || sid.length > 200) return null;
  const { host, pathname, origin } = new URL(request.url);
  const messages: CarriedMessage[] = [];
  function add(body: Body | null, received: boolean, time: EpochMs): void {
    if (body === null) return;
    const { bytes } = body;
    messages.push({ received, at: time, bytes, binary: false, from: 0, to: bytes.length });
  }
  add(sentBody(entry, false), false, at);
  add(answerBody(entry), true, at + entry.time);
  const ends = asked.ends || answered?.ends === true;
  return { key: `bosh ${host}${pathname} ${sid}`, url: `${origin}${pathname}`, messages, ends };
}

/** Both stand in the address where a script asks. */
const BAYEUX_SCRIPT = /^(?=.*[?&]jsonp=)(?=.*[?&]message=)/;

/** CometD says in the path what is asked for, and leaves nothing behind the last stroke where that is said in the body. */
const BAYEUX_TAIL = /\/(?:handshake|connect|disconnect)?$/;

/**
 * Bayeux over HTTP, by long polling and by callback polling (https://docs.cometd.org/current/reference/#_bayeux_long_polling), where a script asks and what is sent stands in its address: messages each
 * way, as a WebSocket has them.
 */
function readBayeux(entry: HarEntry, at: EpochMs): Carried | null {
  const { request } = entry;
  const isScript = request.method === "GET" && BAYEUX_SCRIPT.test(request.url);
  if ((request.method !== "POST" && !isScript) || !URL.canParse(request.url)) return null;
  const text = isScript ? messageIn(request.url) : (request.postData?.text ?? "");
  if (!mayBeBayeux(text)) return null;
  const sent: Stretch = { bytes: encoder.encode(text), from: 0, to: 0 };
  if (!isScript) sent.to = sent.bytes.length;
  const asked = readBayeuxBody(sent.bytes);
  if (asked === null) return null;
  const answer = bayeuxAnswer(entry, isScript);
  const answered = answer === null ? null : readBayeuxBody(answer.bytes);
  const client = asked.client ?? (asked.isHandshake ? answered?.client : null) ?? null;
  if (client === null) return null;
  const { host, pathname, origin } = new URL(request.url);
  const toMessage = (stretch: Stretch, received: boolean): CarriedMessage => ({
    received,
    at: received ? at + entry.time : at,
    binary: false,
    ...stretch,
  });
  const messages = [toMessage(sent, false)];
  // An answer that is something else, as a proxy's page of an error, is the request's alone.
  if (answer !== null && answered !== null) messages.push(toMessage(answer, true));
  const url = origin + pathname.replace(BAYEUX_TAIL, "");
  return { key: `bayeux ${host} ${client}`, url, messages, ends: asked.isDisconnect };
}

/** Bytes, and where in a body they stand; what stands in an address has no place there. */
interface Stretch {
  bytes: Uint8Array;
  from: Bytes;
  to: Bytes;
}

function messageIn(url: string): string {
  return new URL(url).searchParams.get("message") ?? "";
}

function bayeuxAnswer(entry: HarEntry, isScript: boolean): Stretch | null {
  const bytes = answerBody(entry)?.bytes;
  if (bytes === undefined) return null;
  const place = isScript ? findArgument(bytes) : { from: 0, to: bytes.length };
  return place === null ? null : { bytes: bytes.subarray(place.from, place.to), ...place };
}

/** Most bodies are not read for it. */
function mayBeBayeux(text: string): boolean {
  if (!/^\s{0,20}[[{]/.test(text) || !text.includes('"channel"')) return false;
  return text.includes('"clientId"') || text.includes('"/meta/handshake"');
}

function textOfAnswer({ response: { content } }: HarEntry): string {
  return content?.encoding === "base64" ? "" : (content?.text ?? "");
}

function textIn(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return "";
  }
}

interface Frame {
  readonly bytes: Uint8Array;
  readonly from: Bytes;
  readonly to: Bytes;
}
