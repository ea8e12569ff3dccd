import { formatBytes } from "../../format/format-bytes.ts";
import { joinWords } from "../bytes/join-words.ts";
import { startOfText, textOf } from "../bytes/text-of.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";

/** What has been seen of the handshake (RFC 6143, section 7.1). */
interface RfbState {
  /** The server has said its version: what comes is RFB. */
  readonly begun: boolean;
  /** How many messages the page has sent. */
  readonly sent: number;
}

const VERSION = /^RFB 00\d\.\d{3}\n$/;

/** What a page sends, by the first byte: its name, and its length, where that does not depend on anything. */
const MESSAGES: Readonly<Record<number, readonly [name: string, length: number]>> = {
  0: ["SetPixelFormat", 20],
  2: ["SetEncodings", 0],
  3: ["FramebufferUpdateRequest", 10],
  4: ["KeyEvent", 8],
  5: ["PointerEvent", 6],
  6: ["ClientCutText", 0],
  150: ["EnableContinuousUpdates", 10],
  248: ["ClientFence", 0],
  251: ["SetDesktopSize", 0],
  // QEMU's key events, and its sound, are told apart by the byte after: only the former are a page's.
  255: ["ExtendedKeyEvent", 12],
};

const UPDATE_REQUEST = 3;
const EXTENDED_KEY = 255;

/**
 * The protocol of VNC (RFC 6143), as far as what pages send and the handshake. What a server sends is a stream of pixels that does not keep to messages; it is not
 * read.
 */
export const rfb: Decoder<RfbState> = {
  id: "rfb",
  name: "RFB (VNC)",
  hint({ subprotocol, url }) {
    if (/\/websockify(?:\?|$)/.test(url.slice(0, 500)))
      return { weight: 0.5, reason: "the path is /websockify" };
    return subprotocol === "binary"
      ? { weight: 0.3, reason: "the subprotocol is binary, as gateways have it" }
      : null;
  },
  vote(message, facts, state): Vote {
    if (isVersion(message)) return message.received && !state.begun ? "proof" : "silent";
    if (!message.binary) return "against";
    const { bytes, received } = message;
    const isWhole = !received && bytes.length >= 6 && readSent(message) !== null;
    if (state.begun) return isWhole ? "fits" : "silent";
    // In the middle of a connection only what the page sends can be told, and there it is all of this form.
    if (!this.hint?.(facts)) return "against";
    return isWhole ? "alike" : received || bytes.length === 1 || bytes.length === 16 ? "silent" : "against";
  },
  start: () => ({ begun: false, sent: 0 }),
  follow(state, message) {
    const begun = state.begun || isVersion(message);
    const sent = message.received ? state.sent : Math.min(state.sent + 1, 10);
    return begun === state.begun && sent === state.sent ? state : { begun, sent };
  },
  decode(message, state) {
    if (isVersion(message)) return [toVersion(message)];
    if (!message.binary) return null;
    const { bytes, received } = message;
    if (received) return [{ kind: "data", summary: `data (${formatBytes(bytes.length)})` }];
    // A version, a choice of security, an answer to a challenge, whether the screen is shared: then there are no more of 16 bytes.
    const isEarly = state.begun && (state.sent < 2 || (state.sent === 2 && bytes.length === 16));
    const sent = bytes.length === 1 || isEarly ? null : readSent(message);
    return sent ?? [toHandshake(message)];
  },
};

function isVersion({ bytes }: RawMessage): boolean {
  return bytes.length === 12 && VERSION.test(textOf(bytes));
}

function toVersion({ bytes, received }: RawMessage): Part {
  const summary = textOf(bytes).trim();
  return {
    kind: "version",
    summary,
    control: true,
    correlation: { key: "version", role: received ? "request" : "reply" },
  };
}

/** A choice of security, an answer to a challenge, whether the screen is shared. */
function toHandshake({ bytes }: RawMessage): Part {
  const kind = bytes.length === 16 ? "authentication" : "handshake";
  return { kind, control: true, summary: bytes.length === 1 ? `${kind} ${bytes[0]}` : kind };
}

/** Null where a message is not made of whole ones. */
function readSent({ bytes }: RawMessage): Part[] | null {
  const parts: Part[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (parts.length === MOST_PARTS) {
      parts.push(toRestPart(at, bytes.length));
      return parts;
    }
    const length = measure(bytes, at);
    if (length === null || at + length > bytes.length) return null;
    parts.push(toSent(bytes, at, at + length));
    at += length;
  }
  return parts.length === 0 ? null : parts;
}

function measure(bytes: Uint8Array, at: number): number | null {
  const type = bytes[at] as number;
  const [, length] = MESSAGES[type] ?? ["", -1];
  if (type === EXTENDED_KEY && bytes[at + 1] !== 0) return null;
  if (length !== 0) return length < 0 ? null : length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  // How many encodings, how long a text, how long a fence's content, how many screens.
  if (type === 2) return at + 4 <= bytes.length ? 4 + view.getUint16(at + 2) * 4 : null;
  if (type === 6) return at + 8 <= bytes.length ? 8 + Math.abs(view.getInt32(at + 4)) : null;
  if (type === 248) return at + 9 <= bytes.length ? 9 + (bytes[at + 8] as number) : null;
  return at + 8 <= bytes.length ? 8 + (bytes[at + 6] as number) * 16 : null;
}

function toSent(bytes: Uint8Array, from: number, to: number): Part {
  const type = bytes[from] as number;
  const [name] = MESSAGES[type] as (typeof MESSAGES)[number];
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, to - from);
  return {
    kind: name,
    control: type !== 4 && type !== 5 && type !== 6 && type !== EXTENDED_KEY,
    summary: joinWords(name, said(type, view, bytes, from, to)),
    from,
    to,
  };
}

function said(type: number, view: DataView, bytes: Uint8Array, from: number, to: number): string {
  if (type === UPDATE_REQUEST) {
    const size = `${view.getUint16(6)}×${view.getUint16(8)} at ${view.getUint16(2)}, ${view.getUint16(4)}`;
    return view.getUint8(1) === 0 ? size : `${size}, incremental`;
  }
  if (type === 4) return `${view.getUint8(1) === 0 ? "up" : "down"} 0x${view.getUint32(4).toString(16)}`;
  if (type === 5) return `${view.getUint16(2)}, ${view.getUint16(4)} buttons ${view.getUint8(1)}`;
  if (type === EXTENDED_KEY) {
    return `${view.getUint16(2) === 0 ? "up" : "down"} 0x${view.getUint32(4).toString(16)}`;
  }
  // A length below zero: what is known of the clipboard, in a form of its own, and no text.
  if (type === 6 && view.getInt32(4) < 0) return "extended clipboard";
  if (type === 6) return startOfText(bytes, from + 8, to, 160);
  return "";
}
