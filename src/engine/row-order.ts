import type { MessageLog } from "../core/model/message-log.ts";

/** Rows of a log in order of time. */
export interface RowOrder {
  readonly length: number;
  at(position: number): number | undefined;
  positionOf(row: number): number | null;
  insert(row: number): void;
}

/** Creates an empty order. */
export function createRowOrder({ at }: MessageLog): RowOrder {
  let order = new Uint32Array(1024);
  let length = 0;

  /** After all rows that are not later. Most rows are put at the end; but a page may say any time. */
  function placeOf(time: number): number {
    let low = 0;
    let high = length;
    while (low < high) {
      // Rows arrive nearly in order of time: the place of a new one is near the end.
      const middle = high === length ? high - 1 : (low + high) >>> 1;
      if (at.get(order[middle] as number) > time) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    get length() {
      return length;
    },
    at: (position) => (position < length ? order[position] : undefined),
    positionOf(row) {
      const position = order.subarray(0, length).indexOf(row);
      return position === -1 ? null : position;
    },
    insert(row) {
      if (length === order.length) {
        const grown = new Uint32Array(order.length * 2);
        grown.set(order);
        order = grown;
      }
      const position = placeOf(at.get(row));
      order.copyWithin(position + 1, position, length);
      order[position] = row;
      length += 1;
    },
  };
}
