import { ROW_MESSAGE } from "../../src/core/model/message-log.ts";
import type { Session } from "../../src/core/model/session.ts";

/**
 * Everything that can be asked of a session, as plain values: two sessions are the same where these are. Numbers
 * of connections within their frames are left out: they are how a page counts, and another's business.
 */
export function describeSession(session: Session): object {
  const { log, connections, frames, dropped, hookFailures, lifecycle, longTasks } = session;
  const rows = Array.from({ length: log.length }, (_, row) => {
    const message = log.kind.get(row) === ROW_MESSAGE;
    return {
      kind: log.kind.get(row),
      at: log.at.get(row),
      connection: log.connection.get(row),
      flags: log.flags.get(row),
      size: log.size.get(row),
      eventName: session.eventName(row),
      eventId: session.eventId(row),
      payload: message ? Buffer.from(session.payload(row)).toString("latin1") : null,
      record: withoutNumber(session.record(row)),
    };
  });
  return {
    rows,
    connections: connections.map((it) => ({ ...it, number: "-" })),
    frames: [...frames],
    dropped,
    hookFailures,
    lifecycle,
    longTasks,
  };
}

function withoutNumber(record: object | null): object | null {
  if (record === null) return null;
  const { frame: _, ...rest } = record as { frame?: string };
  return { ...rest, ...("connection" in record ? { connection: "-" } : {}) };
}
