import { fromBase64 } from "../../export/base64.ts";
import type { Bytes } from "../../units.ts";
import { isUtf8 } from "../bytes/is-utf8.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Carried, ConnectionFacts, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { isString, memberOf, readJson } from "../json/json-value.ts";

/** What a channel is by its number. */
const CHANNELS = ["stdin", "stdout", "stderr", "error", "resize"] as const;

const CHANNELS_SENT: readonly number[] = [0, 4];
const CHANNELS_RECEIVED: readonly number[] = [1, 2, 3];

/** Two channels each, and one number closes others. */
const MOST_PORTS = 127;

/** The first on each channel of a port: its channel, and the port in two bytes. */
const PORT_MESSAGE: Bytes = 3;

const ERROR = 3;
const CLOSE = 255;

/** Whether channels are told by a digit before base64. */
interface ChannelState {
  readonly base64: boolean;
  /** How many ports are forwarded, each with a channel of data and one of errors; 0: none are, the channels are those of a process. */
  readonly ports: number;
}

/**
 * The channels of Kubernetes' exec, attach and port-forward (https://kubernetes.io/blog/2024/08/20/websockets-transition/): the first byte of a message is the
 * channel. Without the subprotocol any bytes may look so.
 */
export const kubernetes: Decoder<ChannelState> = {
  id: "kubernetes",
  name: "Kubernetes channels",
  possible: ({ subprotocol }) => /(?:^|\.)channel\.k8s\.io$/.test(subprotocol),
  hint({ subprotocol, url }) {
    // A port carries any bytes: then the messages that name it have to be there, too.
    const weight = portsOf(url.slice(0, 2000)) > 0 ? 0.6 : 0.9;
    return { weight, reason: `the subprotocol is ${subprotocol.slice(0, 100)}` };
  },
  vote(message, facts): Vote {
    const state = startOf(facts);
    if (channelOf(message, state) === null) return "against";
    const isNamed = state.ports > 0 && message.received && message.bytes.length === PORT_MESSAGE;
    return isNamed ? "fits" : "silent";
  },
  start: startOf,
  decode(message, state) {
    const channel = channelOf(message, state);
    return channel === null ? null : [toPart(channel, message, state)];
  },
};

function startOf({ subprotocol, url }: ConnectionFacts): ChannelState {
  return {
    base64: subprotocol.startsWith("base64.") || subprotocol.includes(".base64."),
    ports: portsOf(url.slice(0, 2000)),
  };
}

/** The address names them, one by one or with commas. */
function portsOf(url: string): number {
  if (!/\/portforward(?:\?|$)/.test(url)) return 0;
  const named = Array.from(
    url.matchAll(/[?&]ports=([^&]*)/g),
    ([, ports = ""]) => ports.split(/,|%2C/i).length,
  );
  return Math.min(MOST_PORTS, named.reduce((sum, it) => sum + it, 0) || MOST_PORTS);
}

function channelOf({ bytes, received, binary }: RawMessage, { base64, ports }: ChannelState): number | null {
  const first = bytes[0];
  // Servers send bytes as bytes, and base64 as text; some pages send text.
  if (first === undefined || (received && binary === base64)) return null;
  const channel = base64 ? first - 0x30 : first;
  // It names the channel that is closed, and nothing else (v5).
  if (!base64 && channel === CLOSE) return bytes.length === 2 ? channel : null;
  // What goes wrong with a port a server tells.
  if (ports > 0)
    return channel >= 0 && channel < ports * 2 && (received || channel % 2 === 0) ? channel : null;
  // Each channel has one direction; in the other one it may be opened.
  const own = received ? CHANNELS_RECEIVED : CHANNELS_SENT;
  const isOpening = bytes.length === 1 && channel >= 0 && channel < CHANNELS.length;
  return own.includes(channel) || isOpening ? channel : null;
}

function toPart(channel: number, message: RawMessage, { base64, ports: forwarded }: ChannelState): Part {
  const ports = forwarded > 0;
  const carries = contentOf(message, base64);
  const name = channel === CLOSE ? "close" : ports ? portName(channel) : (CHANNELS[channel] as string);
  const status = channel === ERROR && !ports ? readJson(carries.bytes) : null;
  const isControl = channel === CLOSE || (!ports && channel >= ERROR);
  return {
    kind: name,
    control: isControl,
    failed: isString(memberOf(status, "status"), "Failure") || (ports && name.startsWith("error")),
    channel: ports ? String(channel >> 1) : null,
    carries,
  };
}

function portName(channel: number): string {
  return channel % 2 === 0 ? "data" : "error";
}

function contentOf({ bytes }: RawMessage, base64: boolean): Carried {
  const rest = bytes.subarray(1);
  const content = base64 ? (fromBase64(textOf(rest)) ?? rest) : rest;
  return { bytes: content, binary: !isUtf8(content) };
}
