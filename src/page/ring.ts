import { CODE_RECORD, FLAG_CUT, FLAG_PARTIAL, ROW_LENGTH } from "../core/wire/batch.ts";
import { type Dropped, FLAG_APART, FLAG_DISCARDED, type Haul } from "../core/wire/haul.ts";
import { append, Bytes, byteLengthOf, min, Numbers, setElements } from "../core/wire/intrinsics.ts";
import { NO_BYTES } from "./natives.ts";

/** While somebody listens but cannot keep up, much more is kept before anything goes; in bytes, beside one message at most. */
export const BACKLOG_COUNT = 200_000;
export const BACKLOG_BYTES = 64 * 1024 * 1024;

/** Nothing waits for others with this many events or this much payload; nor is more handed over at once. */
const FLUSH_COUNT = 1000;
const FLUSH_BYTES = 1024 * 1024;
/** Of what is kept as much as this share goes at once. Half at once cost 4 µs more a message: what lives so long is collected dearly. */
const PARTS = 4;

/** What each event takes beside its payload, */
export const ENTRY_BYTES = 50;
/** with a name and an ID of usual length. A server can make them as long as it likes, and the browser repeats an ID with each event. */
const MAX_NAMES = 200;
/** More bytes than these get an array of their own; an array for each message would cost up to a microsecond. */
const MAX_TOGETHER = 1024;

const FIRST_NUMBERS = 16 * ROW_LENGTH;
const NO_NUMBERS = new Numbers(0);

/** A haul that is being filled, or waits. */
interface Bucket {
  readonly haul: Haul;
  weight: number;
  /** Payloads that are still to come. */
  pending: number;
  /** It says more than messages whose size is that of what is here. */
  saysMore: boolean;
  /** The connection of all its rows; 0 of none yet, below 0 of several. */
  sole: number;
  /** It is still in the ring. */
  inRing: boolean;
  following: Bucket | null;
}

/** What was pushed, and waits for its bytes. */
export interface Pending {
  readonly bucket: { readonly inRing: boolean };
  settle(data: Uint8Array<ArrayBuffer>): void;
}

/**
 * What a frame has to say and has not said yet, in hauls, and no object for any event of it. Elements of arrays are written only
 * where there are some: a new index runs a setter that the page may have put on `Array.prototype`.
 */
export interface Ring {
  /**
   * `text` is name, ID, and the payload where that is one; other `data` is copied. With FLAG_PARTIAL it comes later, and is as
   * long as `length` says so far.
   */
  push(
    code: number,
    at: number,
    connection: number,
    length: number,
    size: number,
    flags: number,
    text: string,
    data?: Uint8Array | null,
    nameLength?: number,
    idLength?: number,
  ): Pending | null;
  /** The oldest; null where there is nothing, or it still waits for bytes; `all` lets nothing wait. */
  peek(all: boolean): Haul | null;
  /** The oldest is not needed any more. */
  removeFirst(): void;
  /**
   * Gives the oldest away until no more is left than this, and one haul: of what is pushed at least so much is kept. From now on a
   * haul is full with a quarter of it, or as much as goes at once. Answers whether so much is left that it waits for no more.
   */
  evict(maxCount: number, maxBytes: number): boolean;
}

/**
 * Creates an empty ring; `spare` gets what goes out of it, without messages' payloads: what is to count, and records. Who is given
 * a haul copies its rows and bytes before it returns: the arrays are used again, since to make them and to let them grow took
 * more time than all else.
 */
export function createRing(spare: (gone: Haul | Dropped) => void): Ring {
  let fullCount = 0;
  let fullBytes = 0;
  /** Arrays that nobody needs any more. */
  let freeRows = NO_NUMBERS;
  let freeBytes = NO_BYTES;
  /** How many bytes are in the array of the last bucket. */
  let stored = 0;
  let last = createBucket();
  let first = last;
  let length = 0;
  let weight = 0;

  function createBucket(): Bucket {
    stored = 0;
    const haul: Haul = { rows: freeRows, count: 0, before: 0, text: "", bytes: freeBytes, apart: [] };
    freeRows = NO_NUMBERS;
    freeBytes = NO_BYTES;
    return { haul, weight: 0, pending: 0, saysMore: false, sole: 0, inRing: true, following: null };
  }

  function removeFirst(): void {
    const { haul } = first;
    if (first.following === null) last = createBucket();
    length -= haul.count;
    weight -= first.weight;
    first.inRing = false;
    first = first.following ?? last;
    first.haul.before = haul.before + haul.count;
    freeRows = haul.rows;
    freeBytes = haul.bytes;
  }

  /** What comes for a row later. Not made in `push`, which would get variables of a closure with each call. */
  function pendingOf(bucket: Bucket, row: number, size: number): Pending {
    const { haul } = bucket;
    const index = haul.apart.length - 1;
    bucket.pending += 1;
    return {
      bucket,
      settle(bytes) {
        // Of what is gone there is no element to write to.
        if (!bucket.inRing) return;
        const read = byteLengthOf(bytes);
        haul.apart[index] = bytes;
        haul.rows[row + 3] = read;
        haul.rows[row + 5] = (haul.rows[row + 5] as number) & ~FLAG_PARTIAL;
        bucket.pending -= 1;
        bucket.weight += read - size;
        weight += read - size;
      },
    };
  }

  return {
    push(code, at, connection, size, trueSize, flags, text, data = null, nameLength = 0, idLength = 0) {
      // An empty one is never full: it knows how many rows went before it.
      if (last.haul.count > 0 && (last.haul.count >= fullCount || last.weight >= fullBytes)) {
        last.following = createBucket();
        last = last.following;
      }
      const bucket = last;
      const { haul } = bucket;
      const partial = flags & FLAG_PARTIAL;
      const alone = partial || (data !== null && size > MAX_TOGETHER);
      // The page may be at the end of its stack, where any call can fail: what was not told then must leave nothing behind.
      const row = haul.count * ROW_LENGTH;
      // What is beyond the end of a typed array is undefined, whatever its prototypes have.
      if (haul.rows[row] === undefined) haul.rows = grow(Numbers, haul.rows, 2 * row || FIRST_NUMBERS);
      if (alone) {
        append(haul.apart, data === null ? NO_BYTES : new Bytes(data));
      } else if (data !== null && size > 0) {
        const end = stored + size;
        if (haul.bytes[end - 1] === undefined) haul.bytes = grow(Bytes, haul.bytes, 2 * end);
        setElements(haul.bytes, data, stored);
        stored = end;
      }
      const { rows } = haul;
      rows[row] = code;
      rows[row + 1] = at;
      rows[row + 2] = connection;
      rows[row + 3] = size;
      rows[row + 4] = trueSize;
      rows[row + 5] = alone ? flags | FLAG_APART : flags;
      rows[row + 6] = nameLength;
      rows[row + 7] = idLength;
      haul.text += text;
      haul.count += 1;
      length += 1;
      const names = nameLength + idLength > MAX_NAMES ? nameLength + idLength : 0;
      bucket.weight += size + names + ENTRY_BYTES;
      weight += size + names + ENTRY_BYTES;
      if (names || code === CODE_RECORD || flags & (FLAG_DISCARDED | FLAG_CUT)) bucket.saysMore = true;
      if (bucket.sole !== connection) bucket.sole = bucket.sole ? -1 : connection;
      return partial ? pendingOf(bucket, row, size) : null;
    },
    peek: (all) => (length === 0 || (first.pending > 0 && !all) ? null : first.haul),
    removeFirst,
    evict(maxCount, maxBytes) {
      fullCount = min(FLUSH_COUNT, maxCount / PARTS);
      fullBytes = min(FLUSH_BYTES, maxBytes / PARTS);
      while (length > 0 && (length - first.haul.count >= maxCount || weight - first.weight > maxBytes)) {
        const { haul, saysMore, sole, weight } = first;
        const { count, rows, before } = haul;
        removeFirst();
        haul.bytes = NO_BYTES;
        haul.apart = [];
        if (!saysMore) haul.text = "";
        spare(
          saysMore || sole < 0
            ? haul
            : [
                sole,
                count,
                weight - count * ENTRY_BYTES,
                rows[count * ROW_LENGTH - (ROW_LENGTH - 1)] as number,
                before,
              ],
        );
      }
      return length >= FLUSH_COUNT || weight >= FLUSH_BYTES;
    },
  };
}

/** The same with room for so many. */
function grow<Array extends Haul["rows"] | Haul["bytes"]>(
  type: new (length: number) => Array,
  array: Array,
  room: number,
): Array {
  const grown = new type(room);
  setElements(grown, array);
  return grown;
}
