import { Inflate, inflateSync } from "fflate";
import type { Bytes } from "../../units.ts";

/** What a few bytes unpack to may be anything: no more than this is unpacked (a thousandfold is possible, in 8 kB). */
export const MOST_INFLATED: Bytes = 8 * 1024 * 1024;

/** So much is unpacked at once, so that the bound is noticed soon: 16 MB at most come of it. */
const STEP_BYTES: Bytes = 16 * 1024;

const WINDOW_BYTES = 32 * 1024;

/** No byte unpacks to more (RFC 1951 has copies of 258 bytes in two bits). */
const MOST_RATIO = 1032;

let unpackedBytes: Bytes = 0;

/** How much has been unpacked, ever: who unpacks on behalf of many messages stops by it. */
export function bytesUnpacked(): Bytes {
  return unpackedBytes;
}

/** So much was unpacked otherwise. */
export function countUnpacked(bytes: Bytes): void {
  unpackedBytes += bytes;
}

/** What was unpacked. */
export interface Inflated {
  readonly bytes: Uint8Array;
  /** There is more of it than is unpacked; `bytes` are its beginning. */
  readonly over: boolean;
}

/**
 * Unpacks raw DEFLATE (RFC 1951), up to `limit`. `before` is what came before it in the same stream, of which the last 32 kB count.
 * `ends`: its last block must be there; else they end where a block does. Null where it is no such data.
 */
export function inflate(
  deflated: Uint8Array,
  before: Uint8Array | null = null,
  ends = true,
  limit = MOST_INFLATED,
): Inflated | null {
  if (deflated.length === 0) return null;
  // All at once where it cannot be too much: ten times as fast.
  if ((deflated.length + END.length) * MOST_RATIO <= limit) return inflateSmall(deflated, before, ends);
  const pieces: Uint8Array[] = [];
  let length = 0;
  const take = (piece: Uint8Array) => {
    if (piece.length > 0) pieces.push(piece);
    length += piece.length;
    unpackedBytes += piece.length;
  };
  const stream = before === null ? new Inflate(take) : new Inflate({ dictionary: before }, take);
  try {
    for (let at = 0; at < deflated.length && length <= limit; at += STEP_BYTES) {
      const isLast = at + STEP_BYTES >= deflated.length;
      stream.push(deflated.subarray(at, at + STEP_BYTES), isLast && ends);
    }
  } catch {
    return null;
  }
  const over = length > limit;
  return { bytes: join(pieces, Math.min(length, limit)), over };
}

/** An empty block that is the last. */
const END = Uint8Array.of(3, 0);

/** Unpacked into, time and again: what the library makes for itself is a hundred times what a message needs. */
const scratch = new Uint8Array(64 * 1024);

function inflateSmall(deflated: Uint8Array, before: Uint8Array | null, ends: boolean): Inflated | null {
  const whole = ends ? deflated : join([deflated, END], deflated.length + END.length);
  const dictionary = before === null ? {} : { dictionary: before };
  const bytes = inflateInto(scratch, whole, dictionary) ?? inflateInto(null, whole, dictionary);
  if (bytes === null || bytes === NOT_DEFLATED) return null;
  unpackedBytes += bytes.length;
  return { bytes, over: false };
}

const NOT_DEFLATED = new Uint8Array();

/** Null where there is not enough room: what does not fit is lost silently, or an error of the runtime. */
function inflateInto(
  out: Uint8Array | null,
  deflated: Uint8Array,
  options: { dictionary?: Uint8Array },
): Uint8Array | null {
  try {
    if (out === null) return inflateSync(deflated, options);
    const found = inflateSync(deflated, { ...options, out });
    return found.length < out.length ? found.slice() : null;
  } catch (error) {
    return error instanceof RangeError ? null : NOT_DEFLATED;
  }
}

/** What has to be kept of a stream for what comes after it. */
export function afterInflated(before: Uint8Array | null, { bytes }: Inflated): Uint8Array {
  if (bytes.length >= WINDOW_BYTES || before === null) return bytes.slice(-WINDOW_BYTES);
  return join([before, bytes], before.length + bytes.length).slice(-WINDOW_BYTES);
}

function join(pieces: readonly Uint8Array[], length: Bytes): Uint8Array {
  const joined = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece.subarray(0, length - at), at);
    at += piece.length;
    if (at >= length) break;
  }
  return joined;
}
