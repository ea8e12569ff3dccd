import type { Bytes } from "../../units.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Carried, ConnectionFacts, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText, toOneLine } from "../json/json-text.ts";
import { memberOf, numberOf, readJson, stringOf } from "../json/json-value.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";
import { type EnginePacket, packetsOf } from "./engine-io-packets.ts";

/** What a connection's URL says of it; it does not change. */
interface EngineState {
  readonly version: 3 | 4 | null;
  readonly polling: boolean;
}

const KINDS = ["open", "close", "ping", "pong", "message", "upgrade", "noop"] as const;

const OPEN = 0;
const PING = 2;
const PONG = 3;
const MESSAGE = 4;

/**
 * Engine.IO, protocols 3 and 4 (https://github.com/socketio/engine.io-protocol), over WebSocket and long polling. In version 4 the
 * server pings, in version 3 the client does.
 */
export const engineIo: Decoder<EngineState> = {
  id: "engine.io",
  name: "Engine.IO",
  possible: ({ inside }) => inside.length === 0,
  hint({ url }) {
    const version = parameterOf(url, "EIO");
    if (version !== "3" && version !== "4") return null;
    const weight = parameterOf(url, "transport") === null ? 0.6 : 0.95;
    return { weight, reason: `EIO=${version} stands in the URL` };
  },
  vote(message, facts) {
    if (message.binary) return "silent";
    if (isPolling(facts)) return votePayload(message);
    return votePacket(message);
  },
  start(facts) {
    const version = parameterOf(facts.url, "EIO");
    return { version: version === "3" ? 3 : version === "4" ? 4 : null, polling: isPolling(facts) };
  },
  decode(message, state) {
    const packets = packetsOf(message, state.version, state.polling);
    if (packets === null) return isAnswer(message, state) ? [ANSWER] : null;
    // Most messages are one packet: no list grows for it.
    const parts = [toPart(packets[0] as EnginePacket, message)];
    for (let index = 1; index < packets.length; index += 1)
      parts.push(toPart(packets[index] as EnginePacket, message));
    const end = (packets[packets.length - 1] as EnginePacket).to;
    if (packets.length === MOST_PARTS) parts.push(toRestPart(end, message.bytes.length));
    return parts;
  },
  split(message, state) {
    const packets = packetsOf(message, state.version, state.polling) ?? [];
    return packets.filter(({ type }) => type === MESSAGE).map(carriedBy);
  },
  sessionOf({ url }, first) {
    const sid = parameterOf(url, "sid") ?? first.map(sidOf).find((it) => it !== null);
    return sid ? `engine.io ${sid}` : null;
  },
};

/** A ping says nothing, or `probe`; whatever it says, it is not carried on as a whole. */
const MOST_PROBE: Bytes = 100;

/** What a server answers to a POST. */
const ANSWER: Part = { kind: "ok", summary: "ok", control: true };

function isAnswer({ bytes, received }: RawMessage, { polling }: EngineState): boolean {
  return polling && received && isOk(bytes);
}

function isOk(bytes: Uint8Array): boolean {
  return bytes.length === 2 && textOf(bytes) === "ok";
}

function toPart(packet: EnginePacket, message: RawMessage): Part {
  const { type, from, to } = packet;
  const kind = KINDS[type] as string;
  if (type === MESSAGE) return { kind, from, to, carries: carriedBy(packet) };
  const text = textOf(packet.bytes, 0, Math.min(packet.bytes.length, MOST_PROBE));
  if (type === PING || type === PONG) {
    const key = text === "" ? "ping" : text;
    return {
      kind,
      summary: text === "" ? kind : `${kind} ${toOneLine(text)}`,
      control: true,
      correlation: { key, role: type === PING ? "request" : "reply" },
      from,
      to,
    };
  }
  if (type !== OPEN) return { kind, summary: kind, control: true, from, to };
  const value = readJson(packet.bytes, 0, packet.bytes.length, message.cut);
  return {
    kind,
    summary: value === null ? kind : `open ${jsonText(value)}`,
    control: true,
    problem: value === null ? "the handshake is not JSON" : null,
    carries: carriedBy(packet),
    from,
    to,
  };
}

function carriedBy({ bytes, binary, bytesFrom }: EnginePacket): Carried {
  return { bytes, binary, from: bytesFrom };
}

function votePacket(message: RawMessage): Vote {
  const { bytes } = message;
  const type = (bytes[0] ?? 0) - 0x30;
  const rest = bytes.length - 1;
  switch (type) {
    case OPEN:
      return isHandshake(bytes) ? "proof" : "against";
    case PING:
    case PONG:
      if (rest === 0) return "silent";
      return textOf(bytes, 1, Math.min(bytes.length, 7)) === "probe" ? "fits" : "against";
    case 1:
    case 5:
    case 6:
      return rest === 0 ? "silent" : "against";
    case MESSAGE:
      return looksLikeSocketIo(bytes) ? "fits" : "silent";
    default:
      return "against";
  }
}

function votePayload(message: RawMessage): Vote {
  const packets = packetsOf(message, null, true);
  if (packets === null) return isOk(message.bytes) ? "silent" : "against";
  return packets.some(({ type }) => type === MESSAGE || type === OPEN) ? "fits" : "silent";
}

/** `42["event",…]`, with a namespace and an acknowledgement's number perhaps, or an acknowledgement. */
const SOCKET_IO = /^4(?:[25]|[36])(?:\d{1,6}-)?(?:\/[^,]{0,200},)?\d{0,16}\[/;

function looksLikeSocketIo(bytes: Uint8Array): boolean {
  return SOCKET_IO.test(textOf(bytes, 0, Math.min(bytes.length, 240)));
}

function isHandshake(bytes: Uint8Array): boolean {
  if (bytes[1] !== 0x7b) return false;
  const value = readJson(bytes, 1);
  return stringOf(memberOf(value, "sid")) !== null && numberOf(memberOf(value, "pingInterval")) !== null;
}

function sidOf({ bytes, binary }: RawMessage): string | null {
  if (binary || bytes[0] !== 0x30) return null;
  return stringOf(memberOf(readJson(bytes, 1), "sid"));
}

/** Of a connection that polls the packets are messages already, as they are of a WebSocket. */
function isPolling({ kind, url }: ConnectionFacts): boolean {
  return kind !== "websocket" && kind !== "polling" && parameterOf(url, "transport") === "polling";
}

/** A parameter of a URL's query, as it is written. */
function parameterOf(url: string, name: string): string | null {
  const query = url.indexOf("?");
  if (query === -1) return null;
  for (const pair of url
    .slice(query + 1, query + 2000)
    .split("#", 1)[0]
    ?.split("&") ?? []) {
    if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1);
  }
  return null;
}
