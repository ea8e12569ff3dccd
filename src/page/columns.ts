import { arrayOf, Numbers } from "../core/wire/intrinsics.ts";
import { ENTRY_BYTES, type Waiting } from "./waiting.ts";

const FIRST_CAPACITY = 64;
/** What has grown beyond this is given back as soon as it is empty. */
const MAX_KEPT_CAPACITY = 4096;
/** Numbers of a plain message: at, connection, flags, where its bytes begin in their array, and its length. */
const WIDTH = 5;
/** In the place of a connection; theirs count from 1, and what is of none is 0. */
const NO_MESSAGE = -1;

/**
 * First in, first out: what waits, and no object for a plain message, which is a text or a part of an array of bytes and
 * needs nothing but five numbers. Elements are written only where there are some: a new index of an array runs a
 * setter that the page may have put on `Array.prototype`.
 */
export interface Columns {
  readonly length: number;
  pushMessage(
    at: number,
    connection: number,
    flags: number,
    payload: string | Uint8Array<ArrayBuffer>,
    start: number,
    length: number,
  ): void;
  push(entry: Waiting): void;
  /** Takes the oldest out; null where there is none. */
  shift(): Waiting | null;
  /** Takes the oldest out, and hands over no more of a plain message than what is counted. */
  drop(
    message: (connection: number, length: number, at: number) => void,
    entry: (entry: Waiting) => void,
  ): void;
  /** All but plain messages. */
  forEachEntry(each: (entry: Waiting) => void): void;
}

/** Creates empty columns. They grow by doubling. */
export function createColumns(): Columns {
  let capacity = FIRST_CAPACITY;
  let cells = arrayOf<string | Uint8Array<ArrayBuffer> | Waiting | null>(capacity, null);
  let numbers = new Numbers(capacity * WIDTH);
  let first = 0;
  let length = 0;

  function resize(to: number): void {
    const newCells = arrayOf<(typeof cells)[number]>(to, null);
    const newNumbers = new Numbers(to * WIDTH);
    for (let index = 0; index < length; index += 1) {
      const from = (first + index) & (capacity - 1);
      newCells[index] = cells[from] ?? null;
      for (let column = 0; column < WIDTH; column += 1) {
        newNumbers[index * WIDTH + column] = numbers[from * WIDTH + column] as number;
      }
    }
    cells = newCells;
    numbers = newNumbers;
    capacity = to;
    first = 0;
  }

  /** The place of one more. */
  function place(): number {
    if (length === capacity) resize(2 * capacity);
    const index = (first + length) & (capacity - 1);
    length += 1;
    return index;
  }

  function removeFirst(): void {
    cells[first] = null;
    first = (first + 1) & (capacity - 1);
    length -= 1;
    if (length === 0 && capacity > MAX_KEPT_CAPACITY) resize(FIRST_CAPACITY);
  }

  return {
    get length() {
      return length;
    },
    pushMessage(at, connection, flags, payload, start, units) {
      const index = place();
      const offset = index * WIDTH;
      cells[index] = payload;
      numbers[offset] = at;
      numbers[offset + 1] = connection;
      numbers[offset + 2] = flags;
      numbers[offset + 3] = start;
      numbers[offset + 4] = units;
    },
    push(entry) {
      const index = place();
      cells[index] = entry;
      numbers[index * WIDTH + 1] = NO_MESSAGE;
    },
    shift() {
      if (length === 0) return null;
      const cell = cells[first] as (typeof cells)[number];
      const offset = first * WIDTH;
      const connection = numbers[offset + 1] as number;
      if (connection === NO_MESSAGE) {
        removeFirst();
        return cell as Waiting;
      }
      const message: Waiting = {
        kind: "message",
        at: numbers[offset] as number,
        connection,
        flags: numbers[offset + 2] as number,
        payload: cell as string | Uint8Array<ArrayBuffer>,
        start: numbers[offset + 3] as number,
        length: numbers[offset + 4] as number,
        size: null,
        weight: (numbers[offset + 4] as number) + ENTRY_BYTES,
        eventName: "",
        eventId: "",
        seq: null,
        evicted: false,
      };
      removeFirst();
      return message;
    },
    drop(message, entry) {
      const cell = cells[first] as (typeof cells)[number];
      const offset = first * WIDTH;
      const at = numbers[offset] as number;
      const connection = numbers[offset + 1] as number;
      const units = numbers[offset + 4] as number;
      removeFirst();
      if (connection === NO_MESSAGE) entry(cell as Waiting);
      else message(connection, units, at);
    },
    forEachEntry(each) {
      for (let index = 0; index < length; index += 1) {
        const from = (first + index) & (capacity - 1);
        if (numbers[from * WIDTH + 1] === NO_MESSAGE) each(cells[from] as Waiting);
      }
    },
  };
}
