import type { Connection } from "../model/connection.ts";
import { isOfHar } from "../model/har-frame.ts";
import type { MessageIndex } from "../model/message-index.ts";
import type { Session } from "../model/session.ts";
import type { EpochMs } from "../units.ts";

/** When a session and its connections ended, as far as is known. */
export interface SessionEnd {
  /** When the recording ended; while it goes on, now. */
  readonly at: EpochMs;
  /** When a connection ended, or else the recording; where its end is not told (another program's HAR), the last that is known of it. */
  endOf(connection: Connection): EpochMs;
  /** Until when a connection, by its ID, is known to have been open; null: it has ended, or never was. */
  openUntil(connection: number): EpochMs | null;
}

/**
 * Follows it while the session grows. `until` is the moment until which nothing else is known to have happened; null: the end is the last
 * row's.
 */
export function createSessionEnd(
  { log, connections }: Session,
  messages: Pick<MessageIndex, "count" | "rowAt">,
  until: () => EpochMs | null,
): SessionEnd {
  let seen = 0;
  let last: EpochMs = 0;

  function now(): EpochMs {
    for (; seen < log.length; seen += 1) last = Math.max(last, log.at.get(seen));
    return Math.max(last, until() ?? 0);
  }

  function endOf(connection: Connection): EpochMs {
    const { id, close, recordedAt } = connection;
    if (close !== null) return close.at;
    if (!isOfHar(connection)) return now();
    const count = messages.count(id);
    return Math.max(recordedAt, count === 0 ? 0 : log.at.get(messages.rowAt(id, count - 1)));
  }

  return {
    get at() {
      return now();
    },
    endOf,
    openUntil(id) {
      const connection = connections[id - 1];
      return connection === undefined || connection.close !== null ? null : endOf(connection);
    },
  };
}
