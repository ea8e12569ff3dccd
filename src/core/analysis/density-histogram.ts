import type { EpochMs, Milliseconds, TimeSpan } from "../units.ts";

/** What is counted apart. */
export const COUNTED = ["sent", "received", "other"] as const;
/** A message that was sent or received, or else: a mark or a request. */
export type Counted = (typeof COUNTED)[number];

/** Counts of equal stretches of time, from the one that begins at `from`. */
export interface DensityBuckets extends Readonly<Record<Counted, Uint32Array<ArrayBuffer>>> {
  /** A multiple of the width, which is a power of two. */
  readonly from: EpochMs;
  readonly widthMs: Milliseconds;
}

/** The same of anything that is summed. */
export interface Buckets extends Readonly<Record<Counted, Uint32Array | Float64Array>> {
  readonly from: EpochMs;
  readonly widthMs: Milliseconds;
}

/** How many rows of a connection lie where in time, in memory that is bounded however many there are. */
export interface DensityHistogram {
  /** It tells apart what lies in different stretches of this width, which grows: a power of two. */
  readonly widthMs: Milliseconds;
  /**
   * The longest time without a message, between two of them; of messages that did not come in order of time it may be less
   * than there was.
   */
  readonly silence: TimeSpan | null;
  readonly firstAt: EpochMs | null;
  readonly lastAt: EpochMs | null;
  /** `by`: how much is counted; 1, or bytes. */
  add(at: EpochMs, counted: Counted, by?: number): void;
  /** Takes away what was added before: it was of another connection. */
  remove(at: EpochMs, counted: Counted, by?: number): void;
  /** Adds to the buckets what lies in them. Their width must not be smaller than its own. */
  addTo(buckets: Buckets): void;
}

/** Stretches that have anything in them, at most: two for each pixel of a wide screen; they take 32 bytes each. */
export const MOST_ENTRIES = 4096;
const FIRST_ENTRIES = 8;

/** Creates an empty histogram: its stretches have 1 ms and, when too many have anything in them, twice as much, and so on. */
export function createDensityHistogram(): DensityHistogram {
  let widthMs = 1;
  let length = 0;
  /** How many widths after the epoch; in order. */
  let places = new Float64Array(FIRST_ENTRIES);
  let counts = new Float64Array(FIRST_ENTRIES * COUNTED.length);
  let firstAt: EpochMs | null = null;
  let lastAt: EpochMs | null = null;
  let saidAt: EpochMs | null = null;
  let silence: TimeSpan | null = null;

  /** The first entry that is not before a place. */
  function find(place: number): number {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((places[middle] as number) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function insert(index: number, place: number): void {
    if (length === places.length) {
      const morePlaces = new Float64Array(length * 2);
      const moreCounts = new Float64Array(length * 2 * COUNTED.length);
      morePlaces.set(places);
      moreCounts.set(counts);
      places = morePlaces;
      counts = moreCounts;
    }
    const { length: kinds } = COUNTED;
    if (index < length) {
      places.copyWithin(index + 1, index, length);
      counts.copyWithin((index + 1) * kinds, index * kinds, length * kinds);
    }
    places[index] = place;
    counts.fill(0, index * kinds, (index + 1) * kinds);
    length += 1;
  }

  function widen(): void {
    widthMs *= 2;
    const { length: kinds } = COUNTED;
    let kept = 0;
    for (let index = 0; index < length; index += 1) {
      const place = Math.floor((places[index] as number) / 2);
      if (kept === 0 || places[kept - 1] !== place) {
        places[kept] = place;
        counts.copyWithin(kept * kinds, index * kinds, (index + 1) * kinds);
        kept += 1;
        continue;
      }
      for (let kind = 0; kind < kinds; kind += 1) {
        counts[(kept - 1) * kinds + kind] =
          (counts[(kept - 1) * kinds + kind] as number) + (counts[index * kinds + kind] as number);
      }
    }
    length = kept;
  }

  function noteTime(at: EpochMs, counted: Counted): void {
    if (firstAt === null || at < firstAt) firstAt = at;
    if (lastAt === null || at > lastAt) lastAt = at;
    if (counted === "other") return;
    if (saidAt !== null && at - saidAt > (silence === null ? 0 : silence.until - silence.from)) {
      silence = { from: saidAt, until: at };
    }
    if (saidAt === null || at > saidAt) saidAt = at;
  }

  return {
    get widthMs() {
      return widthMs;
    },
    get silence() {
      return silence;
    },
    get firstAt() {
      return firstAt;
    },
    get lastAt() {
      return lastAt;
    },
    add(at, counted, by = 1) {
      noteTime(at, counted);
      let place = Math.floor(at / widthMs);
      // Nearly all come in order of time.
      let index = length > 0 && (places[length - 1] as number) <= place ? length - 1 : find(place);
      if (places[index] !== place || index >= length) {
        if (index < length && (places[index] as number) < place) index += 1;
        while (length >= MOST_ENTRIES) {
          widen();
          place = Math.floor(at / widthMs);
          index = find(place);
        }
        if (index >= length || places[index] !== place) insert(index, place);
      }
      const cell = index * COUNTED.length + COUNTED.indexOf(counted);
      counts[cell] = (counts[cell] as number) + by;
    },
    remove(at, counted, by = 1) {
      const place = Math.floor(at / widthMs);
      const index = find(place);
      const cell = index * COUNTED.length + COUNTED.indexOf(counted);
      if (places[index] === place) counts[cell] = Math.max(0, (counts[cell] as number) - by);
    },
    addTo(buckets) {
      const { from, widthMs: bucketMs, sent, received, other } = buckets;
      const ratio = bucketMs / widthMs;
      const firstBucket = from / bucketMs;
      const end = firstBucket + sent.length;
      for (let index = find(firstBucket * ratio); index < length; index += 1) {
        const bucket = Math.floor((places[index] as number) / ratio);
        if (bucket >= end) break;
        const cell = index * COUNTED.length;
        const at = bucket - firstBucket;
        sent[at] = (sent[at] as number) + (counts[cell] as number);
        received[at] = (received[at] as number) + (counts[cell + 1] as number);
        other[at] = (other[at] as number) + (counts[cell + 2] as number);
      }
    },
  };
}

/** Narrower than times are told by browsers (0.1 ms, and 0.005 ms of isolated pages): nothing more is to be seen. */
const NARROWEST_MS = 2 ** -8;

/** The narrowest width, a power of two, of which at most `most` buckets cover a span wherever they begin. */
export function bucketWidth(spanMs: Milliseconds, most: number): Milliseconds {
  const wanted = spanMs / Math.max(1, most - 1);
  if (!(wanted > NARROWEST_MS)) return NARROWEST_MS;
  return 2 ** Math.ceil(Math.log2(wanted));
}

/** Empty buckets of a width that cover a span. */
export function emptyBuckets(from: EpochMs, until: EpochMs, widthMs: Milliseconds): DensityBuckets {
  const first = Math.floor(from / widthMs);
  const count = Math.max(1, Math.ceil(until / widthMs) - first);
  return {
    from: first * widthMs,
    widthMs,
    sent: new Uint32Array(count),
    received: new Uint32Array(count),
    other: new Uint32Array(count),
  };
}
