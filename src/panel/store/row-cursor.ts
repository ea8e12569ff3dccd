import { type ReadonlySignal, signal } from "@preact/signals";
import type { Row } from "../../core/wire/row.ts";
import type { EngineConnection } from "./engine-connection.ts";
import type { ListScroll } from "./list-scroll.ts";

/** The selected row: its number in the log, and its position in the view; null where that is not known. */
export interface Cursor {
  readonly row: number | null;
  readonly index: number | null;
}

const NO_CURSOR: Cursor = { row: null, index: null };

/** Which row is selected, and how another is. */
export interface RowCursor {
  readonly cursor: ReadonlySignal<Cursor>;
  select(index: number): void;
  /** Selects a row that is on the screen, although perhaps not at its place any more. */
  pick(index: number, row: number): void;
  /** Selects a row that may be anywhere, and brings it into view; of none whose position is known it waits. */
  show(index: number | null, row: number): void;
  /** Moves the selection by rows; from nowhere, to the first row in view. */
  moveCursor(by: number): void;
  /** Selects a row of the log, wherever it is in the view, and brings it to the middle. */
  find(row: number): void;
  unselect(): void;
}

/** The cursor for the list that it is in. */
export interface CursorOfList {
  readonly chosen: RowCursor;
  /** Rows have come: one of them may be the one that is selected. */
  settle(): void;
  /** Looks for the selected row in the view, before the next frame. */
  locateSoon(): void;
  /** Looks for it in another view, and brings it to the middle; in one that only has more rows, it stays where it is. */
  viewChanged(isGrown: boolean): void;
  dispose(): void;
}

/** Creates the cursor of a list; `current` is the view's own row at a position, where that has come. */
export function createRowCursor(
  engine: EngineConnection,
  scroll: ListScroll,
  current: (index: number) => Row | undefined,
  schedule: (run: () => void) => void,
  fail: (problem: unknown) => void,
): CursorOfList {
  const cursor = signal<Cursor>(NO_CURSOR);
  let locating = false;
  /** What was selected, or the view, has changed while it was being looked for. */
  let locateAgain = false;
  let locateWaits = false;
  let recenter = false;
  let disposed = false;

  /** The keyboard may be faster than the engine: the row's number follows when it has come. */
  function settle(): void {
    const { row, index } = cursor.peek();
    if (row !== null || index === null) return;
    const come = current(index);
    if (come !== undefined) cursor.value = { row: come.row, index };
  }

  function locateSoon(): void {
    if (locateWaits) return;
    locateWaits = true;
    schedule(() => {
      locateWaits = false;
      locate();
    });
  }

  function locate(): void {
    const { row } = cursor.peek();
    if (row === null) {
      if (recenter && !scroll.following.peek()) scroll.toStart();
      recenter = false;
      return;
    }
    if (disposed) return;
    if (locating) {
      locateAgain = true;
      return;
    }
    locating = true;
    const centering = recenter;
    engine
      .call("locate", { row })
      .then(
        (index) => {
          if (cursor.peek().row !== row) return;
          cursor.value = { row, index };
          if (!centering) return;
          recenter = false;
          if (scroll.following.peek()) return;
          if (index === null) scroll.toStart();
          else scroll.center(index);
        },
        (problem) => {
          recenter = false;
          fail(problem);
        },
      )
      .finally(() =>
        schedule(() => {
          locating = false;
          if (!locateAgain) return;
          locateAgain = false;
          locate();
        }),
      );
  }

  function select(index: number): void {
    // What stood here before is not what the reader means: its number follows with the view's own rows.
    const row = current(index)?.row ?? null;
    cursor.value = { row, index };
    scroll.reveal(index);
  }

  const chosen: RowCursor = {
    cursor,
    pick(index, row) {
      // Where rows of the view before still stand there, it was one of them that was clicked.
      if (current(index)?.row === row) return select(index);
      cursor.value = { row, index: null };
      locateSoon();
    },
    select,
    show(index, row) {
      cursor.value = { row, index };
      if (index === null) return locateSoon();
      const { first, end } = scroll.range.peek();
      if (index <= first || index >= end - 1) scroll.center(index);
      else scroll.reveal(index);
      // Else rows that come would take the list away from what was looked for.
      if (scroll.following.peek() && index < scroll.count.peek() - 1) scroll.unfollow();
    },
    moveCursor(by) {
      const count = scroll.count.peek();
      if (count === 0) return;
      const { index } = cursor.peek();
      const wanted = index === null ? scroll.range.peek().first : index + by;
      select(Math.min(Math.max(0, wanted), count - 1));
    },
    find(row) {
      scroll.unfollow();
      cursor.value = { row, index: null };
      recenter = true;
      locateSoon();
    },
    unselect() {
      cursor.value = NO_CURSOR;
    },
  };

  return {
    chosen,
    settle,
    locateSoon,
    viewChanged(isGrown) {
      recenter = !isGrown;
      locate();
    },
    dispose() {
      disposed = true;
    },
  };
}
