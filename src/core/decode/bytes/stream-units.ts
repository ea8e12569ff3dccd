import type { Bytes } from "../../units.ts";
import type { RawMessage } from "../decoder.ts";
import { MOST_PARTS } from "../rest-part.ts";

/** How long the unit is that begins at `at`; 0 where more bytes are needed to know, -1 where none can begin there. */
export type MeasureUnit = (bytes: Uint8Array, at: Bytes) => Bytes;

/** A unit whose end has not come yet. */
export interface OpenUnit {
  readonly pieces: readonly Uint8Array[];
  readonly length: Bytes;
  /** How long it will be; 0 is not known yet. */
  readonly size: Bytes;
  /** The messages that it has come in so far. */
  readonly messages: readonly number[];
}

/** A unit that ends in a message. */
export interface StreamUnit {
  /** All its bytes: a part of the message's own, unless it began in an earlier one. */
  readonly bytes: Uint8Array;
  /** Where its part in this message stands. */
  readonly from: Bytes;
  readonly to: Bytes;
  readonly earlier: readonly number[];
}

export interface StreamUnits {
  readonly units: readonly StreamUnit[];
  /** What has begun, or goes on, and does not end in this message. */
  readonly open: OpenUnit | null;
  /** Where the open unit's part in this message begins. */
  readonly openFrom: Bytes;
  /** From here on the message is not read: it has too many units. */
  readonly unreadFrom: Bytes | null;
}

/** A unit that is longer, or in more pieces, is given up: what comes next is then not understood, and said to be so. */
const MOST_OPEN_BYTES: Bytes = 64 * 1024 * 1024;
const MOST_PIECES = 10_000;

/** The same for one of which it is not known how long it will be: each piece of it is looked at again with all before. */
const MOST_SEARCHED_BYTES: Bytes = 1024 * 1024;
const MOST_SEARCHED_PIECES = 1000;

const NONE: readonly number[] = [];

/**
 * Divides a message of a protocol that does not keep to messages (its bytes are a stream) into units. `open` is what the one before in
 * the same direction has left; null as an answer is that this is not such a stream.
 */
export function readStreamUnits(
  { bytes, index }: RawMessage,
  open: OpenUnit | null,
  measure: MeasureUnit,
): StreamUnits | null {
  if (open !== null && open.size > open.length + bytes.length) {
    return { units: [], open: extend(open, bytes, index), openFrom: 0, unreadFrom: null };
  }
  const before = open?.length ?? 0;
  const data = open === null ? bytes : concat([...open.pieces, bytes], before + bytes.length);
  const units: StreamUnit[] = [];
  let at = 0;
  while (at < data.length) {
    if (units.length >= MOST_PARTS) return { units, open: null, openFrom: 0, unreadFrom: at - before };
    const size = measure(data, at);
    if (size < 0) return null;
    const from = Math.max(0, at - before);
    const earlier = at < before ? (open?.messages ?? NONE) : NONE;
    if (size === 0 || at + size > data.length) {
      const rest: OpenUnit = {
        pieces: [data.subarray(at)],
        length: data.length - at,
        size,
        messages: [...earlier, index],
      };
      return { units, open: isTooLong(rest) ? null : rest, openFrom: from, unreadFrom: null };
    }
    // Most messages are one unit: that needs no view of its own, and no list that grows.
    const own = size === data.length ? data : data.subarray(at, at + size);
    const unit: StreamUnit = { bytes: own, from, to: at + size - before, earlier };
    at += size;
    if (at === data.length && units.length === 0)
      return { units: [unit], open: null, openFrom: bytes.length, unreadFrom: null };
    units.push(unit);
  }
  return { units, open: null, openFrom: bytes.length, unreadFrom: null };
}

function isTooLong({ size, length, messages }: OpenUnit): boolean {
  if (size > 0) return size > MOST_OPEN_BYTES;
  return length > MOST_SEARCHED_BYTES || messages.length > MOST_SEARCHED_PIECES;
}

function extend(open: OpenUnit, bytes: Uint8Array, index: number): OpenUnit | null {
  if (open.pieces.length >= MOST_PIECES) return null;
  return {
    pieces: [...open.pieces, bytes],
    length: open.length + bytes.length,
    size: open.size,
    messages: [...open.messages, index],
  };
}

function concat(pieces: readonly Uint8Array[], length: Bytes): Uint8Array {
  const joined = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
