import type { Session } from "../model/session.ts";

/** The rows of each connection in log order, at the index of its ID; at 0 those of none. */
export function rowsByConnection(session: Session): Uint32Array[] {
  const { log, connections } = session;
  const counts = new Uint32Array(connections.length + 1);
  for (let row = 0; row < log.length; row += 1) {
    const id = log.connection.get(row);
    counts[id] = (counts[id] ?? 0) + 1;
  }
  const rows = Array.from(counts, (count) => new Uint32Array(count));
  counts.fill(0);
  for (let row = 0; row < log.length; row += 1) {
    const id = log.connection.get(row);
    const position = counts[id] as number;
    (rows[id] as Uint32Array)[position] = row;
    counts[id] = position + 1;
  }
  return rows;
}
