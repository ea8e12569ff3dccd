import { ROW_MESSAGE } from "../model/message-log.ts";
import type { Session } from "../model/session.ts";
import { FLAG_BINARY } from "../wire/batch.ts";

/** Whether a row of the log is shown. */
export type RowFilter = (row: number) => boolean;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Compiles the text of the Filter field: words, all of which must occur, without regard to case, in a row's whole
 * payload, its event name or ID, or its connection's URL. Binary payloads are not searched.
 */
export function compileFilter(text: string, session: Session): RowFilter {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const { log, connections } = session;
  return (row) => {
    const connection = connections[log.connection.get(row) - 1];
    const isText = log.kind.get(row) !== ROW_MESSAGE || (log.flags.get(row) & FLAG_BINARY) === 0;
    let haystack: string | null = null;
    return words.every((word) => {
      if (connection?.url.toLowerCase().includes(word)) return true;
      haystack ??=
        `${session.eventName(row)}\n${session.eventId(row)}\n${isText ? decoder.decode(session.payload(row)) : ""}`.toLowerCase();
      return haystack.includes(word);
    });
  };
}
