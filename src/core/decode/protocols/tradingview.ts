import type { Bytes } from "../../units.ts";
import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { elementOf, memberOf, readJsonContainer, stringOf } from "../json/json-value.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";

interface Frame {
  readonly from: Bytes;
  readonly contentFrom: Bytes;
  readonly to: Bytes;
}

const HEAD = /^~m~(\d{1,8})~m~/;

/** The frames of TradingView's data feed and of the chat servers that it comes from (socket.io 0.6): `~m~`, a length in UTF-16 units, `~m~`, a text. */
export const tradingview: Decoder = {
  id: "tradingview",
  name: "TradingView",
  vote: (message): Vote => {
    const frames = framesOf(message);
    return frames === null ? "against" : "proof";
  },
  decode(message) {
    const frames = framesOf(message);
    if (frames === null) return null;
    const parts = frames.map((it) => toPart(it, message));
    if (frames.length === MOST_PARTS) parts.push(toRestPart(frames.at(-1)?.to ?? 0, message.bytes.length));
    return parts;
  },
};

function framesOf({ bytes, binary }: RawMessage): Frame[] | null {
  if (binary) return null;
  const frames: Frame[] = [];
  let at = 0;
  while (at < bytes.length && frames.length < MOST_PARTS) {
    const found = HEAD.exec(textOf(bytes, at, Math.min(bytes.length, at + 16)));
    if (found === null) return null;
    const contentFrom = at + found[0].length;
    const to = endOfUnits(bytes, contentFrom, Number(found[1]));
    if (to === null) return null;
    frames.push({ from: at, contentFrom, to });
    at = to;
  }
  return frames.length === 0 ? null : frames;
}

/** The position behind so many UTF-16 units of UTF-8: a sign of four bytes is two. */
function endOfUnits(bytes: Uint8Array, from: Bytes, units: number): Bytes | null {
  let at = from;
  for (let left = units; left > 0; ) {
    const byte = bytes[at];
    if (byte === undefined) return null;
    at += byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    left -= byte < 0xf0 ? 1 : 2;
  }
  return at <= bytes.length ? at : null;
}

function toPart({ from, contentFrom, to }: Frame, { bytes, received }: RawMessage): Part {
  const text = textOf(bytes, contentFrom, Math.min(to, contentFrom + 40));
  const beat = /^~h~(\d+)$/.exec(text)?.[1];
  if (beat !== undefined) {
    const correlation: Correlation = { key: beat, role: received ? "request" : "reply" };
    return { kind: "heartbeat", summary: `heartbeat ${beat}`, control: true, correlation, from, to };
  }
  const value = readJsonContainer(bytes, contentFrom, to);
  const method = stringOf(memberOf(value, "m"));
  const params = memberOf(value, "p");
  return {
    kind: method === null ? "message" : method,
    event: method,
    channel: method === null ? null : stringOf(elementOf(params, 0)),
    failed: method !== null && /error/.test(method.slice(0, 100)),
    summary: joinWords(method, value === null ? text : jsonText(params ?? value)),
    carries: { bytes: bytes.subarray(contentFrom, to), binary: false },
    from,
    to,
  };
}
