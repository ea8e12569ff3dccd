import type { MessageLog } from "./message-log.ts";
import type { Session } from "./session.ts";

/**
 * A session as it is now, to be read at leisure while the session itself goes on. Columns are only ever appended to,
 * so they are shared; connections are copied.
 */
export function snapshot(session: Session): Session {
  const { length, kind, at, size, chunk, offset, payloadLength, nameLength, idLength } = session.log;
  const flags = session.log.flags.slice(0, length);
  const connections = session.log.connection.slice(0, length);
  const log: MessageLog = {
    length,
    kind,
    at,
    connection: connections,
    flags,
    size,
    chunk,
    offset,
    payloadLength,
    nameLength,
    idLength,
    append: frozen,
    setFlags: frozen,
    setConnection: frozen,
  };
  return {
    ...session,
    log,
    connections: session.connections.map((it) => ({ ...it })),
    frames: new Map([...session.frames].map(([key, frame]) => [key, { ...frame }])),
    chunks: session.chunks.slice(),
    accept: frozen,
    // A method of the session's own: it looks at the session's log, of which these rows are the beginning.
    record: (row) => session.record(row),
  };
}

function frozen(): never {
  throw new Error("a snapshot does not change");
}
