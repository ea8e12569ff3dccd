import { batch, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { EngineConnection } from "./engine-connection.ts";
import type { MessageList } from "./message-list.ts";

/** Several rows that follow each other in the view, by their positions. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/** Several rows at once; one alone is the list's cursor. */
export interface RowSelection {
  /** Null: one row is selected, or none. */
  readonly range: ReadonlySignal<RowRange | null>;
  /** Selects all between where the selection began and this position. */
  extendTo(index: number): void;
  extendBy(rows: number): void;
  /** All rows of the view, as many as there are now. */
  selectAll(): void;
  clear(): void;
  /** The numbers of the selected rows in the log, in the view's order. */
  numbers(): Promise<readonly number[]>;
  dispose(): void;
}

/** Creates the selection of a list. Rows that come into the middle of it belong to it. */
export function createRowSelection(engine: EngineConnection, list: MessageList): RowSelection {
  const range = signal<RowRange | null>(null);
  let anchor = 0;
  let own = false;
  /** The cursor that the range goes with: another one ends it. */
  let cursor = list.cursor.peek();

  const stop = effect(() => {
    const next = list.cursor.value;
    const isSame = next.index === cursor.index || (next.row !== null && next.row === cursor.row);
    cursor = next;
    if (!own && !isSame && range.peek() !== null) range.value = null;
  });
  /** Rows of another view have other positions. */
  const stopCounting = effect(() => {
    const count = list.scroll.count.value;
    const { last } = range.peek() ?? { last: -1 };
    if (last >= count) range.value = null;
  });

  function setTo(first: number, last: number, index: number | null): void {
    own = true;
    batch(() => {
      range.value = { first, last };
      if (index !== null) list.select(index);
    });
    own = false;
  }

  return {
    range,
    extendTo(index) {
      const from = list.cursor.peek().index;
      if (range.peek() === null) anchor = from ?? index;
      setTo(Math.min(anchor, index), Math.max(anchor, index), index);
    },
    extendBy(rows) {
      const count = list.scroll.count.peek();
      if (count === 0) return;
      const from = list.cursor.peek().index ?? list.scroll.range.peek().first;
      this.extendTo(Math.min(Math.max(0, from + rows), count - 1));
    },
    selectAll() {
      const count = list.scroll.count.peek();
      if (count === 0) return;
      anchor = 0;
      setTo(0, count - 1, null);
    },
    clear() {
      range.value = null;
    },
    async numbers() {
      const chosen = range.peek();
      if (chosen === null) {
        const { row, index } = list.cursor.peek();
        if (row !== null) return [row];
        if (index === null) return [];
        return Array.from(await engine.call("row-numbers", { start: index, end: index + 1 }));
      }
      return Array.from(await engine.call("row-numbers", { start: chosen.first, end: chosen.last + 1 }));
    },
    dispose() {
      stop();
      stopCounting();
    },
  };
}
