import { afterInflated, type Inflated, inflate } from "../bytes/inflate.ts";
import { isZlibHeader } from "../bytes/unpack.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { toCarried, toUnpackedPart } from "./compressed.ts";

/** What has been unpacked before, in the one direction that is packed. */
interface ZlibState {
  /** Its last 32 kB; null before the first message. */
  readonly before: Uint8Array | null;
  /** The pieces of a message whose end has not come, and the messages that they came in. */
  readonly pieces: readonly Uint8Array[];
  readonly messages: readonly number[];
  /** A message could not be unpacked: none after it can. */
  readonly lost: boolean;
}

const START: ZlibState = { before: null, pieces: [], messages: [], lost: false };

/** More pieces of one message are possible, and not meant well. */
const MOST_PIECES = 1000;

let lastBytes: Uint8Array | null = null;
let lastState: ZlibState | null = null;
let lastFound: Inflated | null = null;

/**
 * One zlib stream (RFC 1950) over all that a server sends, flushed after each message: Discord's `zlib-stream`. It can only be read from its
 * beginning on.
 */
export const zlibStream: Decoder<ZlibState> = {
  id: "zlib-stream",
  name: "zlib stream",
  hint: ({ url }) =>
    /[?&]compress=zlib-stream(?:&|$)/.test(url.slice(0, 2000))
      ? { weight: 0.5, reason: "compress=zlib-stream stands in the URL" }
      : null,
  vote(message, _, state): Vote {
    if (!isPacked(message)) return "silent";
    if (message.cut || state.lost) return "against";
    if (!isFlushed(message)) return state.before === null && !begins(message, state) ? "against" : "silent";
    const found = open(message, state);
    return found !== null && found.bytes.length > 0 ? "proof" : "against";
  },
  start: () => START,
  follow(state, message) {
    if (!isPacked(message) || state.lost) return state;
    if (!isFlushed(message)) {
      if (state.pieces.length >= MOST_PIECES || message.cut) return { ...state, pieces: [], lost: true };
      const messages = [...state.messages, message.index];
      return { ...state, pieces: [...state.pieces, message.bytes], messages };
    }
    const found = message.cut ? null : open(message, state);
    if (found === null || found.over) return { before: state.before, pieces: [], messages: [], lost: true };
    return { before: afterInflated(state.before, found), pieces: [], messages: [], lost: false };
  },
  decode(message, state) {
    if (!isPacked(message)) return [{ kind: "not packed", carries: message }];
    if (state.lost) return null;
    if (!isFlushed(message)) return [toOpenPart(state)];
    const found = open(message, state);
    if (found === null) return null;
    const part = toUnpackedPart("zlib", found);
    const { messages } = state;
    return [messages.length === 0 ? part : Object.assign(part, { piece: "ends", earlier: messages })];
  },
  split(message, state) {
    if (!isPacked(message)) return [message];
    const found = state.lost || !isFlushed(message) ? null : open(message, state);
    return found === null || found.over ? [] : [toCarried(found)];
  },
};

function isPacked({ binary, received, bytes }: RawMessage): boolean {
  return binary && received && bytes.length > 0;
}

/** A flush ends with an empty stored block (RFC 1951, section 3.2.4). */
function isFlushed({ bytes }: RawMessage): boolean {
  const at = bytes.length - 4;
  return at >= 0 && bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 255 && bytes[at + 3] === 255;
}

function begins({ bytes }: RawMessage, { pieces }: ZlibState): boolean {
  return isZlibHeader(pieces[0] ?? bytes);
}

/** Unpacks a message with what came before; the same is asked for several times, one after the other. */
function open(message: RawMessage, state: ZlibState): Inflated | null {
  if (message.bytes === lastBytes && state === lastState) return lastFound;
  lastBytes = message.bytes;
  lastState = state;
  lastFound = openNew(message, state);
  return lastFound;
}

function openNew(message: RawMessage, state: ZlibState): Inflated | null {
  const { pieces, before } = state;
  const all = pieces.length === 0 ? message.bytes : concat([...pieces, message.bytes]);
  if (before !== null) return inflate(all, before, false);
  return begins(message, state) ? inflate(all.subarray(2), null, false) : null;
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

function toOpenPart({ messages }: ZlibState): Part {
  const summary = `packed, ${messages.length === 0 ? "begins" : "goes on"}: ends in a later message`;
  return {
    kind: "zlib",
    summary,
    piece: messages.length === 0 ? "begins" : "continues",
    earlier: messages,
  };
}
