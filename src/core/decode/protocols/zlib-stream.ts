import type { Bytes } from "../../units.ts";
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
  /** How many bytes came, and what they unpacked to. */
  readonly packed: Bytes;
  readonly unpacked: Bytes;
  /** Why nothing that comes now is unpacked, in words; null where all goes well. */
  readonly lost: string | null;
}

const START: ZlibState = {
  before: null,
  pieces: [],
  messages: [],
  packed: 0,
  unpacked: 0,
  lost: null,
};

/** More pieces of one message, or longer ones, are possible, and not meant well. */
const MOST_PIECES = 1000;
const MOST_PIECES_BYTES: Bytes = 16 * 1024 * 1024;

/** To read a message, all before it are unpacked: text becomes ten times as long, what is made to waste time a thousand times. */
const MOST_RATIO = 50;

/** So much may come of little. */
const MOST_UNPACKED: Bytes = 16 * 1024 * 1024;

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
    if (message.cut || state.lost !== null) return "against";
    if (!isFlushed(message)) return state.before === null && !begins(message, state) ? "against" : "silent";
    const found = open(message, state);
    return found !== null && found.bytes.length > 0 ? "proof" : "against";
  },
  start: () => START,
  follow(state, message) {
    if (!isPacked(message) || state.lost !== null) return state;
    const packed = state.packed + message.bytes.length;
    if (message.cut) return toLost(state, "was not recorded whole", message);
    if (!isFlushed(message)) {
      const pieces = [...state.pieces, message.bytes];
      const length = pieces.reduce((sum, it) => sum + it.length, 0);
      if (pieces.length > MOST_PIECES || length > MOST_PIECES_BYTES) {
        return toLost(state, "has too many pieces", message);
      }
      return { ...state, pieces, packed, messages: [...state.messages, message.index] };
    }
    const found = open(message, state);
    if (found === null) return toLost(state, "could not be unpacked", message);
    const unpacked = state.unpacked + found.bytes.length;
    if (found.over || unpacked > MOST_UNPACKED + packed * MOST_RATIO) {
      return toLost(state, "unpacks to too much", message);
    }
    return {
      before: afterInflated(state.before, found),
      pieces: [],
      messages: [],
      packed,
      unpacked,
      lost: null,
    };
  },
  decode(message, state) {
    if (!isPacked(message)) return [{ kind: "not packed", carries: message }];
    if (state.lost !== null) {
      return [{ kind: "zlib", summary: `packed, not followed: ${state.lost}`, problem: state.lost }];
    }
    if (!isFlushed(message)) return [toOpenPart(state)];
    const found = open(message, state);
    if (found === null) return null;
    const part = toUnpackedPart("zlib", found);
    const { messages } = state;
    return [messages.length === 0 ? part : Object.assign(part, { piece: "ends", earlier: messages })];
  },
  split(message, state) {
    if (!isPacked(message)) return [message];
    const found = state.lost !== null || !isFlushed(message) ? null : open(message, state);
    return found === null || found.over ? [] : [toCarried(found)];
  },
};

/** Nothing is kept: it would not be looked at again. */
function toLost({ packed, unpacked }: ZlibState, why: string, { index }: RawMessage): ZlibState {
  const lost = `message ${index + 1} of this connection ${why}, and what comes after it is packed with it`;
  return { before: null, pieces: [], messages: [], packed, unpacked, lost };
}

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
