import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import type { Row } from "../../core/wire/row.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { createListScroll, type ListScroll } from "./list-scroll.ts";
import { createRowCache } from "./row-cache.ts";
import { createRowCursor, type RowCursor } from "./row-cursor.ts";
import type { RowRange } from "./scroll-scale.ts";

/** The height of a row, as in the lists of both browsers' own DevTools. */
export const ROW_HEIGHT_PX = 20;

/** The reader may be elsewhere before the rows of a place have come: those of the new one are asked for as well, and no more. */
const MOST_UNDER_WAY = 2;

/** The list of messages: which rows are there, which are in view, which is selected. */
export interface MessageList extends RowCursor {
  readonly scroll: ListScroll;
  /** Rows that came below the view while the reader was elsewhere. */
  readonly newRows: ReadonlySignal<number>;
  /** The row at a position, or one that stood there on the screen before, until it has come. */
  rowAt(index: number): { row: Row; settled: boolean } | null;
  /** A row of the log, where it has come. */
  shownRow(row: number): Row | null;
  /**
   * Fetches the end that a list which follows will have with this state, so that both are drawn in one frame; null where there is
   * nothing to wait for.
   */
  prepare(status: EngineStatus): Promise<void> | null;
  /** Takes a new state of the engine. */
  update(status: EngineStatus): void;
  /** The view was exchanged: looks for the selected row in the new one, unless that only has more rows than the one before. */
  viewChanged(isGrown?: boolean): void;
  /** While it is not on the screen no rows are asked for. */
  setVisible(visible: boolean): void;
  /** The rows are those of another session. */
  reset(live: boolean): void;
  dispose(): void;
}

/** Creates the list. `schedule` runs a function before the next frame; `fail` tells of a call that failed. */
export function createMessageList(
  engine: EngineConnection,
  schedule: (run: () => void) => void,
  fail: (problem: unknown) => void,
): MessageList {
  const scroll = createListScroll(ROW_HEIGHT_PX);
  const cache = createRowCache();
  const cursor = createRowCursor(engine, scroll, cache.current, schedule, fail);
  const loaded = signal(0);
  const revision = signal(0);
  /** Counts the views: each has revisions of its own. */
  const views = signal(0);
  const newRows = signal(0);
  const visible = signal(true);
  let seen = 0;
  let growing = false;
  /** No state has told yet of all that the view shows: however much that is, nothing of it is new. */
  let fresh = true;
  /** No state of the view has come: how many rows it has, and of which revision, is not known. */
  let untold = true;
  /** What was asked for all the same: once, for until then it would be over and over. */
  let askedUntold: RowRange | null = null;
  /** Rows were asked for in this frame. */
  let paced = false;
  /** What was last asked for and has not come. */
  let coming: RowRange | null = null;
  let underWay = 0;
  let failed = false;
  let fetching = false;
  /** The rows of the view that was last there as a whole. */
  let shown: readonly Row[] = [];
  let disposed = false;

  /** At most once a frame; and while rows of this place are on their way, no more of them. */
  function fetchRows(): void {
    if (paced || failed || disposed || underWay >= MOST_UNDER_WAY || !visible.peek()) return;
    const asked = scroll.range.peek();
    if (coming !== null && coming.first < asked.end && asked.first < coming.end) return;
    const least = untold ? 0 : revision.peek();
    const wanted = cache.plan(asked, scroll.count.peek(), least, !scroll.following.peek());
    if (wanted === null || (untold && askedUntold === asked)) return;
    askedUntold = asked;
    const mine = { first: wanted.start, end: wanted.start + wanted.count };
    const view = views.peek();
    coming = mine;
    underWay += 1;
    paced = true;
    schedule(() => {
      paced = false;
      fetchRows();
    });
    engine
      .call("rows", wanted)
      .then(
        (window) => {
          // Positions of another view say nothing of this one.
          if (view !== views.peek()) return;
          cache.put(window);
          keepShown(rowsOf(asked));
          batch(() => {
            cursor.settle();
            loaded.value += 1;
          });
        },
        (problem) => {
          // It is tried again when something changes, not at once.
          failed = true;
          fail(problem);
        },
      )
      .finally(() => {
        underWay -= 1;
        if (coming === mine) coming = null;
        fetchRows();
      });
  }

  /** The rows of a range; null where one is missing. */
  function rowsOf({ first, end }: RowRange): Row[] | null {
    const rows: Row[] = [];
    for (let index = first; index < end; index += 1) {
      const row = cache.get(index);
      if (row === undefined) return null;
      rows.push(row);
    }
    return rows;
  }

  function keepShown(rows: readonly Row[] | null): void {
    if (rows !== null && rows.length > 0) shown = rows;
  }

  // All or nothing: new rows among old ones would stand in no order.
  let lastWhole: readonly Row[] | null = null;
  const whole = computed(() => {
    loaded.value;
    const rows = rowsOf(scroll.range.value);
    const isSame = rows?.length === lastWhole?.length && rows?.every((row, at) => row === lastWhole?.[at]);
    if (!isSame) lastWhole = rows;
    keepShown(rows);
    return lastWhole;
  });

  const stopFetching = effect(() => {
    scroll.range.value;
    scroll.count.value;
    revision.value;
    views.value;
    if (!visible.value) return;
    failed = false;
    if (fetching) return;
    fetching = true;
    // When all that changes with it has; a frame later would be a frame too late.
    queueMicrotask(() => {
      fetching = false;
      fetchRows();
    });
  });

  const stopCounting = effect(() => {
    const count = scroll.count.value;
    const end = scroll.range.value.end;
    seen = scroll.following.value || !growing ? count : Math.min(count, Math.max(seen, end));
    newRows.value = count - seen;
  });

  return {
    ...cursor.chosen,
    scroll,
    newRows,
    rowAt(index) {
      const slot = index - scroll.range.value.first;
      const row = whole.value?.[slot];
      if (row !== undefined) return { row, settled: true };
      const before = shown[slot];
      return before === undefined ? null : { row: before, settled: false };
    },
    shownRow(row) {
      const { index } = cursor.chosen.cursor.peek();
      const found = index === null ? undefined : cache.get(index);
      return found?.row === row ? found : null;
    },
    prepare({ view }) {
      if (!visible.peek() || !scroll.following.peek() || view.matched <= scroll.count.peek()) return null;
      const { first, end } = scroll.endOf(view.matched);
      const asked = views.peek();
      return engine.call("rows", { start: first, count: end - first }).then(
        (window) => {
          if (asked === views.peek()) cache.put(window);
        },
        // They are asked for again as soon as they are missed, and what is wrong is told then.
        () => {},
      );
    },
    update(status) {
      const { view, session, recording } = status;
      batch(() => {
        growing = session.live && recording && !view.filtering && !fresh;
        fresh &&= view.filtering;
        untold = false;
        scroll.setCount(view.matched);
        if (revision.peek() === view.revision) return;
        revision.value = view.revision;
        if (cursor.chosen.cursor.peek().row !== null) cursor.locateSoon();
      });
    },
    viewChanged(isGrown = false) {
      growing = false;
      fresh ||= !isGrown;
      untold = true;
      askedUntold = null;
      cache.expire();
      coming = null;
      views.value += 1;
      cursor.viewChanged(isGrown);
    },
    setVisible(next) {
      visible.value = next;
    },
    reset(live) {
      batch(() => {
        cache.clear();
        coming = null;
        shown = [];
        growing = false;
        fresh = true;
        cursor.chosen.unselect();
        scroll.setFollows(live);
        loaded.value += 1;
        views.value += 1;
      });
    },
    dispose() {
      disposed = true;
      cursor.dispose();
      stopFetching();
      stopCounting();
    },
  };
}
