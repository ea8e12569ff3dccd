import { fromBase64 } from "../../export/base64.ts";
import { isUtf8 } from "../bytes/is-utf8.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Carried, ConnectionFacts, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { isString, memberOf, readJson } from "../json/json-value.ts";

/** What a channel is by its number. */
const CHANNELS = ["stdin", "stdout", "stderr", "error", "resize"] as const;

const CHANNELS_SENT: readonly number[] = [0, 4];
const CHANNELS_RECEIVED: readonly number[] = [1, 2, 3];

const ERROR = 3;
const CLOSE = 255;

/** Whether channels are told by a digit before base64. */
interface ChannelState {
  readonly base64: boolean;
  /** Channels come in pairs, one of data and one of errors, a pair for each port. */
  readonly ports: boolean;
}

/**
 * The channels of Kubernetes' exec, attach and port-forward (https://kubernetes.io/blog/2024/08/20/websockets-transition/): the first byte of a message is the
 * channel. Without the subprotocol any bytes may look so.
 */
export const kubernetes: Decoder<ChannelState> = {
  id: "kubernetes",
  name: "Kubernetes channels",
  possible: ({ subprotocol }) => /(?:^|\.)channel\.k8s\.io$/.test(subprotocol),
  hint: ({ subprotocol }) => ({ weight: 0.9, reason: `the subprotocol is ${subprotocol.slice(0, 100)}` }),
  vote: (message, facts): Vote => (channelOf(message, startOf(facts)) === null ? "against" : "silent"),
  start: startOf,
  decode(message, state) {
    const channel = channelOf(message, state);
    return channel === null ? null : [toPart(channel, message, state)];
  },
};

function startOf({ subprotocol, url }: ConnectionFacts): ChannelState {
  return {
    base64: subprotocol.startsWith("base64.") || subprotocol.includes(".base64."),
    ports: /\/portforward(?:\?|$)/.test(url.slice(0, 2000)),
  };
}

function channelOf({ bytes, received }: RawMessage, { base64, ports }: ChannelState): number | null {
  const first = bytes[0];
  if (first === undefined) return null;
  const channel = base64 ? first - 0x30 : first;
  // It names the channel that is closed, and nothing else (v5).
  if (!base64 && channel === CLOSE) return bytes.length === 2 ? channel : null;
  if (ports) return channel >= 0 && channel <= 254 ? channel : null;
  // Each channel has one direction; in the other one it may be opened.
  const own = received ? CHANNELS_RECEIVED : CHANNELS_SENT;
  const isOpening = bytes.length === 1 && channel >= 0 && channel < CHANNELS.length;
  return own.includes(channel) || isOpening ? channel : null;
}

function toPart(channel: number, message: RawMessage, { base64, ports }: ChannelState): Part {
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
