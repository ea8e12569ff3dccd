/** The state goes to a panel at most this often: about every second frame. */
export const STATUS_EVERY_MS = 33;
/** Where rows come faster than anybody reads them, drawing them as often would take from the page that sends them. */
const FLOOD_STATUS_EVERY_MS = 250;
const FLOOD_ROWS_A_MS = 2;
/**
 * Making and sending the state takes at most this part of the engine's time. It has every connection in it: of 10,000
 * it goes to the panel about twice a second, instead of holding up both.
 */
const STATUS_SHARE = 0.25;
/**
 * While all rows are looked at for what was asked for, its count is told after every eighth of the time so far, for to draw it
 * takes time, too; but at least this often.
 */
const COUNT_SHARE = 0.125;
const COUNT_EVERY_MS = 200;
/** A new filter may look for its first match so long before an empty list is shown: what was there stays, and nothing flickers. */
const HOLD_MS = 50;
/** What was asked for keeps other work waiting no longer than this: what comes on and on, or a regular expression that takes for ever, would keep it for good. */
const MOST_AWAITED_MS = 10_000;

/** How the view's search stands, for the pace. */
export interface SearchState {
  /** Rows are being looked at for the filter, and none matched yet. */
  readonly isEmpty: boolean;
  /** The reader waits for a filter or a search. */
  readonly isAwaited: boolean;
}

/** When the state goes to a panel. All times are of one clock, in ms. */
export interface StatusPace {
  /** How long what changes by itself waits to be told. */
  readonly everyMs: number;
  /** Something was asked for that all rows are looked at for. */
  asked(): void;
  /** The view was changed by the reader, who waits for it. */
  changed(): void;
  /** Something was asked for not too long ago to be waited for. */
  readonly isRecent: boolean;
  /** After how long it may go; 0: now. Null while there is nothing to show yet: whoever searches on asks again. */
  waitMs(search: SearchState): number | null;
  /** It has been made and sent, which began at `begunAt`; the session has so many rows, and the search stood so. */
  sent(begunAt: number, rows: number, search: SearchState): void;
}

/** Creates the pace of one panel. */
export function createStatusPace(now: () => number): StatusPace {
  let everyMs = STATUS_EVERY_MS;
  let heldUntil = 0;
  let askedAt = Number.NEGATIVE_INFINITY;
  let toldRows = 0;
  let toldAt = 0;
  let nextStatusAt = 0;
  let nextCountAt = 0;
  let toldEmpty = false;

  return {
    get everyMs() {
      return everyMs;
    },
    asked() {
      askedAt = now();
    },
    changed() {
      askedAt = now();
      heldUntil = askedAt + HOLD_MS;
      nextStatusAt = 0;
      nextCountAt = 0;
    },
    get isRecent() {
      return now() < askedAt + MOST_AWAITED_MS;
    },
    waitMs({ isEmpty, isAwaited }) {
      const at = now();
      // The first match is what the reader waits for.
      if (toldEmpty && !isEmpty) return 0;
      if (isAwaited && at < nextCountAt) return STATUS_EVERY_MS;
      if (at < nextStatusAt) return nextStatusAt - at;
      return isEmpty && at < heldUntil ? null : 0;
    },
    sent(begunAt, rows, { isEmpty }) {
      toldEmpty = isEmpty;
      const after = now();
      nextCountAt = after + Math.min(COUNT_EVERY_MS, (after - askedAt) * COUNT_SHARE);
      const isFlood = rows - toldRows > (begunAt - toldAt) * FLOOD_ROWS_A_MS;
      toldRows = rows;
      toldAt = begunAt;
      everyMs = Math.max(isFlood ? FLOOD_STATUS_EVERY_MS : STATUS_EVERY_MS, (after - begunAt) / STATUS_SHARE);
      nextStatusAt = after + everyMs;
    },
  };
}
