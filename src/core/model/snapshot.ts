import type { Session } from "./session.ts";

/**
 * A session as it is now, to be read at leisure while the session itself goes on. Rows are only ever appended, so columns are
 * shared; what may change in a row, and connections, are copied.
 */
export function snapshot(session: Session): Session {
  const { length } = session.log;
  return {
    ...session,
    log: { ...session.log, length, ...session.log.table.copy(["flags", "connection"]), ...FROZEN },
    connections: session.connections.map((it) => ({ ...it })),
    frames: new Map([...session.frames].map(([key, frame]) => [key, { ...frame }])),
    chunks: session.chunks.snapshot(),
    accept: frozen,
    save: frozen,
  };
}

function frozen(): never {
  throw new Error("a snapshot does not change");
}

const FROZEN = {
  append: frozen,
  setFlags: frozen,
  setConnection: frozen,
  setParts: frozen,
  setSegment: frozen,
};
