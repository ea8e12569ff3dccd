import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import {
  fromScrollTop,
  maxPosition,
  positionFor,
  type RowRange,
  rowsAt,
  type ScrollExtent,
  spacerHeight,
  toScrollTop,
} from "./scroll-scale.ts";

/** Where a virtual list stands. The position is kept in pixels of the whole list, however tall that is. */
export interface ListScroll {
  readonly rowHeight: number;
  readonly count: ReadonlySignal<number>;
  readonly viewport: ReadonlySignal<number>;
  readonly position: ReadonlySignal<number>;
  readonly range: ReadonlySignal<RowRange>;
  /** What would be in view at the end of a list of so many rows. */
  endOf(count: number): RowRange;
  /** The height of the scrolled element, and how far it is scrolled. */
  readonly spacer: ReadonlySignal<number>;
  readonly scrollTop: ReadonlySignal<number>;
  /** At the end, and staying there while rows are added. */
  readonly following: ReadonlySignal<boolean>;
  setCount(count: number): void;
  /** Its height is another, in CSS pixels; the active row, if it was wholly in view, stays there where that is less. */
  resize(viewport: number, active?: number | null): void;
  moveTo(position: number): void;
  moveBy(delta: number): void;
  /** The scrollbar was dragged, or the browser scrolled by itself. */
  dragTo(scrollTop: number): void;
  /** Shows a row, moving no more than needed. */
  reveal(index: number): void;
  /** Puts a row in the middle. */
  center(index: number): void;
  toStart(): void;
  toEnd(): void;
  /** Stays where it is while rows are added, until it is at the end again. */
  unfollow(): void;
  /** Whether it keeps to the end, once there, while that grows; begins at the end, or else at the start. */
  setFollows(follows: boolean): void;
}

/** Creates the scroll state of a list. */
export function createListScroll(rowHeight: number): ListScroll {
  let follows = false;
  const count = signal(0);
  const viewport = signal(0);
  const held = signal(0);
  const following = signal(false);
  const extent = computed<ScrollExtent>(() => ({
    content: count.value * rowHeight,
    viewport: viewport.value,
  }));
  const position = computed(() => {
    const last = maxPosition(extent.value);
    return following.value ? last : Math.min(held.value, last);
  });
  // The same range stays the same object, so that scrolling within a row renders no rows anew.
  let lastRange: RowRange | null = null;
  const range = computed<RowRange>((): RowRange => {
    const next = rowsAt(position.value, extent.value, rowHeight);
    const before = lastRange;
    if (before !== null && before.first === next.first && before.end === next.end) return before;
    lastRange = next;
    return next;
  });

  function moveTo(wanted: number): void {
    const last = maxPosition(extent.peek());
    batch(() => {
      held.value = Math.min(Math.max(0, wanted), last);
      following.value = follows && wanted >= last - 1;
    });
  }

  return {
    rowHeight,
    count,
    viewport,
    position,
    range,
    endOf(next) {
      const grown = { content: next * rowHeight, viewport: viewport.peek() };
      return rowsAt(maxPosition(grown), grown, rowHeight);
    },
    spacer: computed(() => spacerHeight(extent.value)),
    scrollTop: computed(() => toScrollTop(position.value, extent.value)),
    following,
    setCount(next) {
      if (next === count.peek()) return;
      batch(() => {
        const shrunk = next < count.peek();
        count.value = next;
        // A list that got shorter than where the reader stood has its end in view.
        if (follows && shrunk && held.peek() >= maxPosition(extent.peek())) following.value = true;
      });
    },
    resize(next, active = null) {
      const top = (active ?? 0) * rowHeight - position.peek();
      const wasSeen = top >= 0 && top + rowHeight <= viewport.peek();
      batch(() => {
        viewport.value = Math.max(0, next);
        if (active !== null && wasSeen && !following.peek()) this.reveal(active);
      });
    },
    moveTo,
    moveBy: (delta) => moveTo(position.peek() + delta),
    dragTo: (scrollTop) => moveTo(fromScrollTop(scrollTop, extent.peek())),
    reveal(index) {
      const now = position.peek();
      const wanted = positionFor(index, now, extent.peek(), rowHeight);
      if (wanted !== now) moveTo(wanted);
      else if (following.peek() && index < count.peek() - 1) this.unfollow();
    },
    center: (index) => moveTo(index * rowHeight - (viewport.peek() - rowHeight) / 2),
    toStart: () => moveTo(0),
    toEnd: () => moveTo(maxPosition(extent.peek())),
    setFollows(next) {
      follows = next;
      moveTo(next ? Infinity : 0);
    },
    unfollow() {
      batch(() => {
        held.value = position.peek();
        following.value = false;
      });
    },
  };
}
