import { runNext } from "../store/run-next.ts";

/** So many rows are rendered in one task. */
const PORTION = 7;

/** What is rendered again when its turn comes. */
interface Turned {
  forceUpdate(): void;
}

/** When rows are rendered, where all rows of a list become others at once. */
export interface RowTurns<T extends Turned> {
  /** The list is rendered. Of rows that are `apart` each waits for its turn; else all are rendered with the list. */
  begin(apart: boolean): void;
  /** Whether a row is rendered with the list: one that has changed, or still waits. */
  isTurnOf(row: T, hasChanged: boolean): boolean;
  /** All rows have asked: those that wait have their turns next. */
  end(): void;
  /** It is no more. */
  leave(row: T): void;
}

/**
 * Creates the turns of a list. To render and to lay out all rows in view takes some ten milliseconds of a processor, and many times as long where more
 * threads want one than there are. So a few are rendered in a task, the last first, and `layOut` has them laid out at its end. A row that waits
 * shows what it showed, under its own number: what came before still stands above what comes.
 */
export function createRowTurns<T extends Turned>(layOut: () => void): RowTurns<T> {
  const waiting = new Set<T>();
  let isApart = false;
  let isDue = false;

  function next(): void {
    isDue = false;
    for (const row of [...waiting].slice(-PORTION)) {
      waiting.delete(row);
      row.forceUpdate();
    }
    // Behind their rendering, in this task still: a frame that came in between would have to lay them out, too, and paint besides.
    queueMicrotask(layOut);
    end();
  }

  function end(): void {
    if (isDue || waiting.size === 0) return;
    isDue = true;
    runNext(next);
  }

  return {
    begin(apart) {
      isApart = apart;
    },
    isTurnOf(row, hasChanged) {
      const isOne = waiting.delete(row) || hasChanged;
      if (!isApart) return isOne;
      // Behind those that asked before, as they stand in the list.
      if (isOne) waiting.add(row);
      return false;
    },
    end,
    leave: (row) => void waiting.delete(row),
  };
}
