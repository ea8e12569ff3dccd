import { findClockStep } from "../core/analysis/pairing/find-clock-step.ts";
import { ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import type { EpochMs, Milliseconds } from "../core/units.ts";

/** Times that show what a clock is rounded to. */
const MOST_TIMES = 400;
/** Rows that are looked at for them, before and after: some 100 µs. */
const MOST_ROWS = 4000;

/** What the clocks of a session's pages are rounded to, each looked for once. */
export interface PageClocks {
  /**
   * In ms, by the times of what all connections of a connection's page said about a row; null where that is not known. A connection of few
   * messages has the clock of the others.
   */
  stepOf(connection: number, row: number): Milliseconds | null;
}

/** For one answer: a page that says more is looked at anew. */
export function createPageClocks({ log, connections }: Session): PageClocks {
  const frames = new Map<number, string>();
  for (const { id, frame, kind } of connections) if (kind !== "http") frames.set(id, frame);
  const known = new Map<string, Milliseconds | null>();

  function read(frame: string, row: number): EpochMs[] {
    const times: EpochMs[] = [];
    const add = (at: number) => {
      if (log.kind.get(at) !== ROW_MESSAGE || frames.get(log.connection.get(at)) !== frame) return;
      // What a request carried has the time of the browser's network log.
      if (log.request.get(at) === 0) times.push(log.at.get(at));
    };
    const last = Math.min(log.length, row + MOST_ROWS);
    for (let at = row; at < last && times.length < MOST_TIMES; at += 1) add(at);
    const first = Math.max(0, row - MOST_ROWS);
    for (let at = row - 1; at >= first && times.length < MOST_TIMES; at -= 1) add(at);
    return times;
  }

  return {
    stepOf(connection, row) {
      const frame = frames.get(connection);
      if (frame === undefined) return null;
      const before = known.get(frame);
      if (before !== undefined) return before;
      const step = findClockStep(read(frame, row));
      known.set(frame, step);
      return step;
    },
  };
}
