import type { Row, RowWindow } from "../../core/wire/row.ts";
import type { RowRange } from "./scroll-scale.ts";

/** Rows asked for beyond those in view, on each side: about two turns of a wheel. */
const OVERSCAN = 40;
/** Rows kept. Enough for several screens of a 4K display; all else is asked for again. */
const KEPT_ROWS = 2000;

interface Cached {
  readonly row: Row;
  revision: number;
}

/** Older than any revision. */
const STALE = -1;

/** The rows near the ones in view, by their position in the view. */
export interface RowCache {
  get(index: number): Row | undefined;
  /** The same, unless it stood there in a view before this one. */
  current(index: number): Row | undefined;
  put(window: RowWindow): void;
  /**
   * What to ask for next, so that `range` is there as of `revision`; null where nothing is missing. Of a place that nothing is held
   * of it is no more than the range, which is there the sooner. `ahead` also asks for what lies around it.
   */
  plan(
    range: RowRange,
    total: number,
    revision: number,
    ahead: boolean,
  ): { start: number; count: number } | null;
  /** The view is another one, and its revisions count anew: nothing that is held is sure any more. */
  expire(): void;
  clear(): void;
}

/** Creates an empty cache. Rows of an older revision stay and are shown until their successors come. */
export function createRowCache(): RowCache {
  const cached = new Map<number, Cached>();

  function isFresh(index: number, revision: number): boolean {
    const entry = cached.get(index);
    return entry !== undefined && entry.revision >= revision;
  }

  return {
    get: (index) => cached.get(index)?.row,
    current(index) {
      const entry = cached.get(index);
      return entry === undefined || entry.revision === STALE ? undefined : entry.row;
    },
    put(window) {
      window.rows.forEach((row, offset) => {
        const index = window.start + offset;
        const before = cached.get(index);
        // What is the same stays the same object, and is not rendered anew.
        const kept = before?.revision === window.revision ? before : { row, revision: window.revision };
        // Set anew, so that the map's order is the order of arrival.
        cached.delete(index);
        cached.set(index, kept);
      });
      for (const index of cached.keys()) {
        if (cached.size <= KEPT_ROWS) break;
        cached.delete(index);
      }
    },
    plan(range, total, revision, ahead) {
      const end = Math.min(range.end, total);
      let missing = false;
      let isElsewhere = true;
      for (let index = range.first; index < end; index += 1) {
        missing ||= !isFresh(index, revision);
        isElsewhere &&= !cached.has(index);
      }
      if (missing && (isElsewhere || !ahead)) return { start: range.first, count: end - range.first };
      if (!ahead) return null;
      // Near the edge of what is held, the next rows are fetched before they are needed.
      const before = Math.max(0, range.first - OVERSCAN / 2);
      const after = Math.min(total, end + OVERSCAN / 2);
      for (let index = before; index < after && !missing; index += 1) missing = !cached.has(index);
      if (!missing) return null;
      const start = Math.max(0, range.first - OVERSCAN);
      return { start, count: Math.min(total, end + OVERSCAN) - start };
    },
    expire() {
      for (const entry of cached.values()) entry.revision = STALE;
    },
    clear: () => cached.clear(),
  };
}
