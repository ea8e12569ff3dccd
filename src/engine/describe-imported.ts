import type { ImportedAbout } from "../core/export/session-about.ts";
import type { Session } from "../core/model/session.ts";
import type { EpochMs } from "../core/units.ts";
import { SESSION_FORMAT, type StoredSession } from "./database.ts";
import { createRowCounter } from "./shown-session.ts";

/** The largest time that a Date can hold (ECMA-262, "Time Values"). */
const MAX_DATE: EpochMs = 8.64e15;

/** The line of the list for a session from a file, which began when the file says, else with its first row; an empty one at `now`. */
export function describeImported(
  session: Session,
  name: string,
  { startedAt: begunAt, endedAt }: Pick<ImportedAbout, "startedAt" | "endedAt">,
  now: EpochMs,
): StoredSession {
  const { log, connections, heldBytes } = session;
  const { messages, requests } = createRowCounter(session).count();
  let startedAt = log.length === 0 ? now : Number.POSITIVE_INFINITY;
  let changedAt = log.length === 0 ? now : Number.NEGATIVE_INFINITY;
  for (let row = 0; row < log.length; row += 1) {
    startedAt = Math.min(startedAt, log.at.get(row));
    changedAt = Math.max(changedAt, log.at.get(row));
  }
  const top = [...session.frames.values()].find((it) => it.top);
  return {
    id: crypto.randomUUID(),
    format: SESSION_FORMAT,
    name,
    url: top?.url ?? connections[0]?.url ?? "",
    startedAt: isDate(begunAt) ? begunAt : startedAt,
    changedAt,
    ...(isDate(endedAt) && { endedAt }),
    messages,
    requests,
    connections: connections.length,
    bytes: heldBytes,
  };
}

function isDate(at: EpochMs | null): at is EpochMs {
  return at !== null && Math.abs(at) <= MAX_DATE;
}
