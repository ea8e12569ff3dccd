import type { MessageLog } from "../core/model/message-log.ts";

/** Rows of a log in order of time. */
export interface RowOrder {
  readonly length: number;
  at(position: number): number | undefined;
  positionOf(row: number): number | null;
  /** How many of its rows come before this one, which need not be in it. */
  placeOf(row: number): number;
  insert(row: number): void;
  /** Takes a row out, where it is in it. */
  remove(row: number): void;
  /** The rows as they are now. */
  copy(): Uint32Array;
  /** Takes out the rows of which that is so. */
  removeAll(isOut: (row: number) => boolean): void;
}

/** Creates an empty order. */
export function createRowOrder({ at }: MessageLog): RowOrder {
  let order = new Uint32Array(1024);
  let length = 0;
  /** The latest time that is in it. */
  let last = Number.NEGATIVE_INFINITY;

  /** After all rows that are not later. */
  function placeOf(time: number): number {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (at.get(order[middle] as number) > time) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Those of the same time stand as they were put in: nearly always as they are numbered. */
  function rowPlace(row: number): number {
    const time = at.get(row);
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (at.get(order[middle] as number) < time) low = middle + 1;
      else high = middle;
    }
    for (let position = low; position < length; position += 1) {
      const other = order[position] as number;
      if (other === row) return position;
      if (at.get(other) !== time) break;
      if (other < row) low = position + 1;
    }
    return low;
  }

  return {
    get length() {
      return length;
    },
    at: (position) => (position < length ? order[position] : undefined),
    positionOf(row) {
      const position = rowPlace(row);
      return position < length && order[position] === row ? position : null;
    },
    placeOf: rowPlace,
    remove(row) {
      const position = rowPlace(row);
      if (order[position] !== row || position >= length) return;
      order.copyWithin(position, position + 1, length);
      length -= 1;
    },
    copy: () => order.slice(0, length),
    removeAll(isOut) {
      let kept = 0;
      for (let position = 0; position < length; position += 1) {
        const row = order[position] as number;
        if (isOut(row)) continue;
        order[kept] = row;
        kept += 1;
      }
      length = kept;
    },
    insert(row) {
      if (length === order.length) {
        const grown = new Uint32Array(order.length * 2);
        grown.set(order);
        order = grown;
      }
      const time = at.get(row);
      // Most rows are put at the end; but a page may say any time.
      if (time >= last) {
        last = time;
        order[length] = row;
      } else {
        const position = placeOf(time);
        order.copyWithin(position + 1, position, length);
        order[position] = row;
      }
      length += 1;
    },
  };
}
