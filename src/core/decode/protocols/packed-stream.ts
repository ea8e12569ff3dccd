import type { Bytes } from "../../units.ts";
import type { Inflated } from "../bytes/inflate.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { toCarried, toUnpackedPart } from "./compressed.ts";

/** A format that packs all that a server sends as one stream, flushed after each message. */
export interface StreamCodec<Context> {
  readonly id: string;
  readonly name: string;
  /** What a row calls a message that is packed with it. */
  readonly kind: string;
  /** Of one message more pieces, or more bytes in them, are possible, and not meant well. */
  readonly mostPieces: number;
  readonly mostPieceBytes: Bytes;
  /** Whether bytes begin as such a stream does. */
  begins(bytes: Uint8Array): boolean;
  /** Whether a message ends with these bytes, the last of `all`. */
  isFlushed(last: Uint8Array, all: () => Uint8Array, before: Context | null): boolean;
  /** Unpacks a whole message; `before` is what is known of those before it, null before the first. Null where it is none. */
  unpack(bytes: Uint8Array, before: Context | null): { found: Inflated; after: Context } | null;
}

/** What has been unpacked before, in the one direction that is packed. */
interface PackedState<Context> {
  /** What the next message needs of it; null before the first message. */
  readonly before: Context | null;
  /** The pieces of a message whose end has not come, and the messages that they came in. */
  readonly pieces: readonly Uint8Array[];
  readonly messages: readonly number[];
  /** How many bytes came, and what they unpacked to. */
  readonly packed: Bytes;
  readonly unpacked: Bytes;
  /** Why nothing that comes now is unpacked, in words; null where all goes well. */
  readonly lost: string | null;
}

/** To read a message, all before it are unpacked: text becomes ten times as long, what is made to waste time a thousand times. */
const MOST_RATIO = 50;

/** So much may come of little. */
const MOST_UNPACKED: Bytes = 16 * 1024 * 1024;

/** The decoder of such streams: Discord's gateway names them in its URL. They can only be read from their beginning on. */
export function createPackedStream<Context>(codec: StreamCodec<Context>): Decoder<PackedState<Context>> {
  type State = PackedState<Context>;
  const { id, name, kind } = codec;
  const parameter = new RegExp(`[?&]compress=${id}(?:&|$)`);
  const start: State = { before: null, pieces: [], messages: [], packed: 0, unpacked: 0, lost: null };
  let lastBytes: Uint8Array | null = null;
  let lastState: State | null = null;
  let lastFound: ReturnType<typeof codec.unpack> = null;

  function isFlushed({ bytes }: RawMessage, state: State): boolean {
    return codec.isFlushed(bytes, () => joined(bytes, state), state.before);
  }

  /** Unpacks a message with what came before; the same is asked for several times, one after the other. */
  function open({ bytes }: RawMessage, state: State): ReturnType<typeof codec.unpack> {
    if (bytes === lastBytes && state === lastState) return lastFound;
    lastBytes = bytes;
    lastState = state;
    const all = joined(bytes, state);
    lastFound = state.before === null && !codec.begins(all) ? null : codec.unpack(all, state.before);
    return lastFound;
  }

  return {
    id,
    name,
    hint: ({ url }) =>
      parameter.test(url.slice(0, 2000)) ? { weight: 0.5, reason: `compress=${id} stands in the URL` } : null,
    vote(message, _, state): Vote {
      if (!isPacked(message)) return "silent";
      if (message.cut || state.lost !== null) return "against";
      if (state.before === null && !codec.begins(state.pieces[0] ?? message.bytes)) return "against";
      if (!isFlushed(message, state)) return "silent";
      const opened = open(message, state);
      return opened !== null && opened.found.bytes.length > 0 ? "proof" : "against";
    },
    start: () => start,
    follow(state, message) {
      if (!isPacked(message) || state.lost !== null) return state;
      const packed = state.packed + message.bytes.length;
      if (message.cut) return toLost(state, "was not recorded whole", message);
      if (!isFlushed(message, state)) {
        const pieces = [...state.pieces, message.bytes];
        const length = pieces.reduce((sum, it) => sum + it.length, 0);
        if (pieces.length > codec.mostPieces || length > codec.mostPieceBytes) {
          return toLost(state, "has too many pieces", message);
        }
        return { ...state, pieces, packed, messages: [...state.messages, message.index] };
      }
      const opened = open(message, state);
      if (opened === null) return toLost(state, "could not be unpacked", message);
      const unpacked = state.unpacked + opened.found.bytes.length;
      if (opened.found.over || unpacked > MOST_UNPACKED + packed * MOST_RATIO) {
        return toLost(state, "unpacks to too much", message);
      }
      return { before: opened.after, pieces: [], messages: [], packed, unpacked, lost: null };
    },
    decode(message, state) {
      if (!isPacked(message)) return [{ kind: "not packed", carries: message }];
      const { lost, messages } = state;
      if (lost !== null) return [{ kind, summary: `packed, not followed: ${lost}`, problem: lost }];
      if (!isFlushed(message, state)) return [toOpenPart(kind, messages)];
      const opened = open(message, state);
      if (opened === null) return null;
      const part = toUnpackedPart(kind, opened.found);
      return [messages.length === 0 ? part : Object.assign(part, { piece: "ends", earlier: messages })];
    },
    split(message, state) {
      if (!isPacked(message)) return [message];
      const opened = state.lost !== null || !isFlushed(message, state) ? null : open(message, state);
      return opened === null || opened.found.over ? [] : [toCarried(opened.found)];
    },
  };
}

/** Nothing is kept: it would not be looked at again. */
function toLost<Context>(
  { packed, unpacked }: PackedState<Context>,
  why: string,
  { index }: RawMessage,
): PackedState<Context> {
  const lost = `message ${index + 1} of this connection ${why}, and what comes after it is packed with it`;
  return { before: null, pieces: [], messages: [], packed, unpacked, lost };
}

function isPacked({ binary, received, bytes }: RawMessage): boolean {
  return binary && received && bytes.length > 0;
}

function joined(last: Uint8Array, { pieces }: { readonly pieces: readonly Uint8Array[] }): Uint8Array {
  if (pieces.length === 0) return last;
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, last.length));
  let at = 0;
  for (const piece of [...pieces, last]) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function toOpenPart(kind: string, messages: readonly number[]): Part {
  const isFirst = messages.length === 0;
  return {
    kind,
    summary: `packed, ${isFirst ? "begins" : "goes on"}: ends in a later message`,
    piece: isFirst ? "begins" : "continues",
    earlier: messages,
  };
}
