import type { ColumnId } from "../store/column-layout.ts";

/** The padding of a cell on both sides, and a pixel that rounding may take. */
const SIDES_PX = 13;

/** The width that a column needs for all that it shows of the rows in view, and for its name; in CSS pixels. */
export function fitColumn(id: ColumnId): number {
  let widest = 0;
  const range = document.createRange();
  for (const cell of document.querySelectorAll(`.grid .cell-${id}`)) {
    // Of a text that is cut by its cell, too, it is the whole width.
    range.selectNodeContents(cell.querySelector(".column-name") ?? cell);
    widest = Math.max(widest, range.getBoundingClientRect().width);
  }
  return Math.ceil(widest) + SIDES_PX;
}
