import type { RowRange } from "./scroll-scale.ts";

/** Which of a list's elements shows which row: a row that stays in view keeps its element. */
export interface RowSlots {
  readonly range: RowRange;
  /** How many there are. */
  readonly size: number;
  /** The slot of a row in the range, from 0. */
  slotOf(index: number): number;
}

export const NO_SLOTS: RowSlots = { range: { first: 0, end: 0 }, size: 0, slotOf: () => 0 };

/**
 * The slots of the next range: of rows that come those that others have left. Where no row stays, the first has the slot of the
 * first before it, so that the elements stand in the order in which they are and none has to be moved.
 */
export function toRowSlots(range: RowRange, before: RowSlots): RowSlots {
  const count = range.end - range.first;
  // A row more or less is in view as the list is scrolled by parts of a row.
  const isSameSize = count <= before.size && count >= before.size - 1;
  const isApart = range.first >= before.range.end || range.end <= before.range.first;
  if (isSameSize && !isApart) return { ...before, range };
  const size = isSameSize ? before.size : count;
  const first = isSameSize ? before.slotOf(before.range.first) : 0;
  return { range, size, slotOf: (index) => modulo(first + index - range.first, size) };
}

function modulo(value: number, by: number): number {
  return by === 0 ? 0 : ((value % by) + by) % by;
}
