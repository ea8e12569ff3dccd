import { CODE_RECORD, FLAG_BINARY, FLAG_PARTIAL, ROW_LENGTH } from "../core/wire/batch.ts";
import { DROPPED_LENGTH, FLAG_APART, type Haul } from "../core/wire/haul.ts";
import {
  append,
  arrayOf,
  Bytes,
  bufferOf,
  byteLengthOf,
  max,
  Numbers,
  SafeMap,
  setElements,
} from "../core/wire/intrinsics.ts";

/** While somebody listens but cannot keep up, much more is kept before anything goes; in bytes, beside one message at most. */
export const BACKLOG_COUNT = 200_000;
export const BACKLOG_BYTES = 64 * 1024 * 1024;

/** What is handed over at once, if one event is not more. */
const HAUL_COUNT = 1000;
const HAUL_BYTES = 1024 * 1024;

/** What each event takes beside its payload. */
export const ENTRY_BYTES = 50;
const FIRST_CAPACITY = 64;
/** What has grown beyond this is given back as soon as it is empty. */
const MAX_KEPT_CAPACITY = 4096;
const FIRST_BYTES = 4 * 1024;
/** More bytes than these get an array of their own; an array for each message would cost up to a microsecond. */
const MAX_TOGETHER = 1024;
/** Connections whose losses are told apart. */
const MAX_DROPPED = 1000;

const NO_BYTES = new Bytes(0);
const NO_NUMBERS = new Numbers(0);

/**
 * What a frame has to say and has not said yet: rows of a batch in a ring of numbers, and no object for any of them. Elements
 * of arrays are written only where there are some: a new index runs a setter that the page may have put on `Array.prototype`.
 */
export interface Ring {
  readonly length: number;
  /** What it takes of the page's memory, about. */
  readonly bytes: number;
  /**
   * `text` is name, ID, and the payload where that is one; other `data` is copied. With FLAG_PARTIAL it comes later, to the
   * number that this answers, and is as long as `length` says so far.
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
  ): number;
  /** Whether it is still there. */
  has(number: number): boolean;
  /** The bytes that were to come; they are ours. */
  settle(number: number, data: Uint8Array<ArrayBuffer>): void;
  /**
   * The oldest, and what there is to tell of losses. Null where there is nothing, or the first still waits for its bytes;
   * `all` lets nothing wait.
   */
  peek(all: boolean): Haul | null;
  /** Removes so many, and the losses: they have been taken. */
  remove(count: number): void;
  evict(maxCount: number, maxBytes: number): void;
}

/**
 * Creates an empty ring. Where it is full the oldest goes: messages that go are counted, records, which nobody tells again,
 * are given to `spare`.
 */
export function createRing(spare: (haul: Haul) => void): Ring {
  let capacity = FIRST_CAPACITY;
  let rows = new Numbers(capacity * ROW_LENGTH);
  let texts = arrayOf(capacity, "");
  let apart = arrayOf(capacity, NO_BYTES);
  let first = 0;
  let length = 0;
  let weight = 0;
  /** How many were in it and are no more. */
  let gone = 0;
  /** Small payloads, one after the other. */
  let store = new Bytes(FIRST_BYTES);
  let storeFirst = 0;
  let storeEnd = 0;
  const dropped = new SafeMap<number, { count: number; bytes: number; at: number }>();

  const placeOf = (index: number) => (first + index) & (capacity - 1);
  const cell = (place: number, column: number) => rows[place * ROW_LENGTH + column] as number;

  function copyRow(place: number, to: typeof rows, index: number): void {
    for (let column = 0; column < ROW_LENGTH; column += 1) {
      to[index * ROW_LENGTH + column] = cell(place, column);
    }
  }

  function resize(to: number): void {
    const newRows = new Numbers(to * ROW_LENGTH);
    const newTexts = arrayOf(to, "");
    const newApart = arrayOf(to, NO_BYTES);
    for (let index = 0; index < length; index += 1) {
      const place = placeOf(index);
      copyRow(place, newRows, index);
      newTexts[index] = texts[place] as string;
      newApart[index] = apart[place] as typeof NO_BYTES;
    }
    rows = newRows;
    texts = newTexts;
    apart = newApart;
    capacity = to;
    first = 0;
  }

  function copy(data: Uint8Array, size: number): void {
    const room = byteLengthOf(store);
    if (storeEnd + size > room) {
      const live = storeEnd - storeFirst;
      const wanted = max(FIRST_BYTES, 2 * (live + size));
      const source = new Bytes(bufferOf(store), storeFirst, live);
      // What has grown is given back; what is large enough is used again.
      if (wanted > room || room > HAUL_BYTES) store = new Bytes(wanted);
      setElements(store, source);
      storeFirst = 0;
      storeEnd = live;
    }
    setElements(store, data, storeEnd);
    storeEnd += size;
  }

  function removeFirst(): void {
    const flags = cell(first, 5);
    weight -= cell(first, 3) + ENTRY_BYTES;
    texts[first] = "";
    if (flags & FLAG_APART) apart[first] = NO_BYTES;
    else if (flags & FLAG_BINARY) storeFirst += cell(first, 3);
    first = placeOf(1);
    gone += 1;
    length -= 1;
    if (length === 0 && capacity > MAX_KEPT_CAPACITY) resize(FIRST_CAPACITY);
  }

  function haul(count: number, losses: typeof rows): Haul {
    const taken = new Numbers(count * ROW_LENGTH);
    const alone: (typeof NO_BYTES)[] = [];
    let end = storeFirst;
    let text = "";
    for (let index = 0; index < count; index += 1) {
      const place = placeOf(index);
      const flags = cell(place, 5);
      copyRow(place, taken, index);
      // What was to come and has not is missing from now on.
      if (flags & FLAG_PARTIAL) {
        taken[index * ROW_LENGTH + 3] = 0;
        taken[index * ROW_LENGTH + 5] = flags & ~FLAG_PARTIAL;
      }
      if (flags & FLAG_APART) append(alone, apart[place] as typeof NO_BYTES);
      else if (flags & FLAG_BINARY) end += cell(place, 3);
      text += texts[place] as string;
    }
    const bytes =
      end === storeFirst ? NO_BYTES : new Bytes(new Bytes(bufferOf(store), storeFirst, end - storeFirst));
    return { rows: taken, text, bytes, apart: alone, dropped: losses };
  }

  function lossesOf(): typeof rows {
    const losses = new Numbers(dropped.size * DROPPED_LENGTH);
    let at = 0;
    dropped.forEach((sum, connection) => {
      losses[at] = connection;
      losses[at + 1] = sum.count;
      losses[at + 2] = sum.bytes;
      losses[at + 3] = sum.at;
      at += DROPPED_LENGTH;
    });
    return losses;
  }

  /** `at` is the time of the last that went: there the list has its mark, before what is kept. */
  function countLoss(connection: number, bytes: number, at: number): void {
    const of = dropped.has(connection) || dropped.size < MAX_DROPPED ? connection : 0;
    const sum = dropped.get(of);
    if (sum === undefined) {
      dropped.set(of, { count: 1, bytes, at });
    } else {
      sum.count += 1;
      sum.bytes += bytes;
      sum.at = max(sum.at, at);
    }
  }

  return {
    get length() {
      return length + dropped.size;
    },
    get bytes() {
      return weight;
    },
    push(code, at, connection, size, trueSize, flags, text, data = null, nameLength = 0, idLength = 0) {
      if (length === capacity) resize(2 * capacity);
      const place = placeOf(length);
      const offset = place * ROW_LENGTH;
      const alone = flags & FLAG_PARTIAL || (data !== null && size > MAX_TOGETHER);
      if (data !== null) {
        if (alone) apart[place] = new Bytes(data);
        else copy(data, size);
      }
      texts[place] = text;
      rows[offset] = code;
      rows[offset + 1] = at;
      rows[offset + 2] = connection;
      rows[offset + 3] = size;
      rows[offset + 4] = trueSize;
      rows[offset + 5] = alone ? flags | FLAG_APART : flags;
      rows[offset + 6] = nameLength;
      rows[offset + 7] = idLength;
      weight += size + ENTRY_BYTES;
      length += 1;
      return gone + length - 1;
    },
    has: (number) => number >= gone,
    settle(number, data) {
      if (number < gone) return;
      const place = placeOf(number - gone);
      const size = byteLengthOf(data);
      apart[place] = data;
      weight += size - cell(place, 3);
      rows[place * ROW_LENGTH + 3] = size;
      rows[place * ROW_LENGTH + 5] = cell(place, 5) & ~FLAG_PARTIAL;
    },
    peek(all) {
      let count = 0;
      for (let size = 0; count < length && count < HAUL_COUNT && size < HAUL_BYTES; count += 1) {
        const place = placeOf(count);
        if (!all && cell(place, 5) & FLAG_PARTIAL) break;
        size += cell(place, 3) + ENTRY_BYTES;
      }
      return count + dropped.size > 0 ? haul(count, lossesOf()) : null;
    },
    remove(count) {
      for (let left = count; left > 0; left -= 1) removeFirst();
      dropped.clear();
    },
    evict(maxCount, maxBytes) {
      while (length > maxCount || (weight > maxBytes && length > 1)) {
        if (cell(first, 0) === CODE_RECORD) {
          spare(haul(1, NO_NUMBERS));
        } else {
          // To count a text's bytes in UTF-8 would cost the page more than the message did: its units are counted.
          countLoss(cell(first, 2), cell(first, 4) || cell(first, 3), cell(first, 1));
        }
        removeFirst();
      }
    },
  };
}
