import type { ListScroll } from "../store/list-scroll.ts";

/** How far a key moves in a list, in rows; null where it is not a key of lists. */
export function rowsOfKey(event: KeyboardEvent, scroll: ListScroll): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const page = Math.max(1, Math.floor(scroll.viewport.peek() / scroll.rowHeight) - 1);
  switch (event.key) {
    case "ArrowUp":
      return -1;
    case "ArrowDown":
      return 1;
    case "PageUp":
      return -page;
    case "PageDown":
      return page;
    case "Home":
      return -Infinity;
    case "End":
      return Infinity;
    default:
      return null;
  }
}

/** Scrolls what has nothing to choose in it, by the keys that lists know; a row is so many px high. */
export function scrollByKey(event: KeyboardEvent, scroll: ListScroll, rowPx: number): void {
  const by = rowsOfKey(event, scroll);
  if (by === null) return;
  event.preventDefault();
  if (by === Infinity) scroll.toEnd();
  else if (by === -Infinity) scroll.toStart();
  else scroll.moveBy(by * rowPx);
}
