import { isUsed } from "../core/model/connection.ts";
import { ROW_MESSAGE, ROW_REQUEST } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import type { ConnectionView, EngineStatus } from "../core/wire/engine-api.ts";
import type { StoredSession } from "./database.ts";

/** A session that a panel can show: the one that is recorded, or one from the list. */
export interface ShownSession {
  readonly session: Session;
  readonly live: boolean;
  /** Whether it is in memory alone. */
  readonly inMemory: boolean;
  describe(): StoredSession;
}

type Counters = Pick<
  EngineStatus,
  "connections" | "messages" | "requests" | "sentBytes" | "receivedBytes" | "dropped" | "hookFailures"
>;

/** Counts a session's rows of each kind without going over those it has counted before. */
export interface RowCounter {
  count(): { messages: number; requests: number };
}

/** Creates the counter of a session. */
export function createRowCounter({ log }: Session): RowCounter {
  let seen = 0;
  let messages = 0;
  let requests = 0;
  return {
    count() {
      for (; seen < log.length; seen += 1) {
        if (log.kind[seen] === ROW_MESSAGE) messages += 1;
        else if (log.kind[seen] === ROW_REQUEST) requests += 1;
      }
      return { messages, requests };
    },
  };
}

/** What the panel's connections and status line show of a session. */
export function countersOf(session: Session, rows: { messages: number; requests: number }): Counters {
  let sentBytes = 0;
  let receivedBytes = 0;
  const connections: ConnectionView[] = session.connections.filter(isUsed).map((connection) => {
    const frame = session.frames.get(connection.frame);
    sentBytes += connection.sentBytes;
    receivedBytes += connection.receivedBytes;
    return {
      ...connection,
      frameUrl: frame?.url ?? null,
      frameOrigin: frame?.origin ?? null,
      topFrame: frame?.top ?? true,
    };
  });
  const { messages, requests } = rows;
  const { dropped, hookFailures } = session;
  return { connections, messages, requests, sentBytes, receivedBytes, dropped, hookFailures };
}
