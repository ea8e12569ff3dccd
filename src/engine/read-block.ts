import { ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import type { ConnectionFacts, RowFacts } from "../core/query/match-row.ts";
import type { ScanBlock } from "../core/query/scan-block.ts";
import { FLAG_BINARY } from "../core/wire/batch.ts";
import { untilLoaded } from "./row-window.ts";

/** What is known of a session's rows and connections without reading anything. */
export interface Facts {
  row(row: number): RowFacts;
  /** The same object as long as it says the same. */
  connection(id: number): ConnectionFacts | null;
}

/** Creates the facts of a session. */
export function createFacts(session: Session): Facts {
  const { log, connections } = session;
  const known: (ConnectionFacts | undefined)[] = [];

  function connection(id: number): ConnectionFacts | null {
    const it = connections[id - 1];
    if (it === undefined) return null;
    const { kind, url, protocol } = it;
    const last = known[id];
    if (last !== undefined && last.kind === kind && last.url === url && last.protocol === protocol)
      return last;
    const facts = { kind, url, protocol };
    known[id] = facts;
    return facts;
  }

  return {
    connection,
    row: (row) => ({
      kind: log.kind.get(row),
      flags: log.flags.get(row),
      size: log.size.get(row),
      missing: missingOf(session, row),
      connection: connection(log.connection.get(row)),
    }),
  };
}

function missingOf(session: Session, row: number): number {
  const { log } = session;
  return log.kind.get(row) === ROW_MESSAGE ? Math.max(0, log.size.get(row) - session.heldLength(row)) : 0;
}

/** The bytes of a row that are searched: of a binary payload none. */
export function searchedBytes(session: Session, row: number): number {
  const { log } = session;
  const isBinary = (log.flags.get(row) & FLAG_BINARY) !== 0;
  return log.nameLength.get(row) + log.idLength.get(row) + (isBinary ? 0 : session.heldLength(row));
}

/** Makes a block of rows, and reads what of them is not in memory. `told` are the connections that the scan knows. */
export async function readBlock(
  session: Session,
  facts: Facts,
  rows: readonly number[],
  told: Map<number, ConnectionFacts>,
): Promise<ScanBlock> {
  const { log } = session;
  const lengths = rows.map((row) => searchedBytes(session, row));
  const bytes = new Uint8Array(lengths.reduce((sum, it) => sum + it, 0));
  const length = new Uint32Array(rows.length);
  const connections: [number, ConnectionFacts][] = [];
  let end = 0;
  for (const [index, row] of rows.entries()) {
    const names = log.nameLength.get(row) + log.idLength.get(row);
    // More of it may have come since it was measured.
    const payloadLength = (lengths[index] as number) - names;
    length[index] = payloadLength;
    if (names + payloadLength > 0) await untilLoaded(() => session.load(row));
    bytes.set(session.nameBytes(row), end);
    if (payloadLength > 0) bytes.set(session.payload(row).subarray(0, payloadLength), end + names);
    end += names + payloadLength;
    const id = log.connection.get(row);
    const known = facts.connection(id);
    if (known === null || told.get(id) === known) continue;
    told.set(id, known);
    connections.push([id, known]);
  }
  return {
    kind: Uint8Array.from(rows, log.kind.get),
    flags: Uint8Array.from(rows, log.flags.get),
    connection: Uint32Array.from(rows, log.connection.get),
    size: Float64Array.from(rows, log.size.get),
    missing: Float64Array.from(rows, (row) => missingOf(session, row)),
    nameLength: Uint32Array.from(rows, log.nameLength.get),
    idLength: Uint32Array.from(rows, log.idLength.get),
    length,
    bytes,
    connections,
  };
}
