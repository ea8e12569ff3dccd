import type { TripLog } from "../core/analysis/pairing/trip-log.ts";
import { MOST_READ_BYTES } from "../core/decode/connection-decoder.ts";
import type { Annotation } from "../core/model/annotation.ts";
import { ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import {
  type ConnectionFacts,
  type RowFacts,
  TRIP_REPLY,
  TRIP_REQUEST,
  TRIP_UNANSWERED,
} from "../core/query/match-row.ts";
import type { ScanBlock } from "../core/query/scan-block.ts";
import type { BlockRead } from "../core/query/scan-server.ts";
import { FLAG_BINARY } from "../core/wire/batch.ts";
import type { RowTrip } from "../core/wire/engine-api.ts";
import { gatherBytes } from "./row-bytes.ts";
import { rowTrip } from "./row-trip.ts";
import type { ScanMeanings } from "./session-meanings.ts";

/** What is known of a session's rows and connections without reading anything. */
export interface Facts {
  /** The same object each time. */
  row(row: number): RowFacts;
  annotation(row: number): Annotation | null;
  tripOf(row: number): Pick<RowFacts, "trip" | "rtt">;
  /** The same object as long as it says the same. */
  connection(id: number): ConnectionFacts | null;
}

const NO_TRIP = { trip: 0, rtt: Number.NaN };

/**
 * Creates the facts of a session. `speaks` is what connections were found to speak, `trips` which rows are paired; without them
 * that is nothing.
 */
export function createFacts(
  session: Session,
  annotations: ReadonlyMap<number, Annotation>,
  speaks: ScanMeanings["speaks"] = () => NOTHING,
  trips: TripLog | null = null,
): Facts {
  const { log, connections } = session;
  const known: (ConnectionFacts | undefined)[] = [];

  function connection(id: number): ConnectionFacts | null {
    const it = connections[id - 1];
    if (it === undefined) return null;
    const { kind, url, protocol } = it;
    const spoken = speaks(id);
    const contentType = it.stream?.contentType ?? "";
    const last = known[id];
    const isSame =
      last?.kind === kind &&
      last.url === url &&
      last.protocol === protocol &&
      last.contentType === contentType &&
      last.speaks === spoken;
    if (isSame) return last;
    const facts = { kind, url, protocol, contentType, speaks: spoken };
    known[id] = facts;
    return facts;
  }

  // One object for all: a million of them would be made.
  const facts = {
    kind: 0,
    flags: 0,
    size: 0,
    missing: 0,
    connection: null as ConnectionFacts | null,
    annotation: null as Annotation | null,
    trip: 0,
    rtt: Number.NaN,
  };
  const annotation = (row: number) => (annotations.size === 0 ? null : (annotations.get(row) ?? null));
  function tripOf(row: number): Pick<RowFacts, "trip" | "rtt"> {
    const found = trips === null ? null : rowTrip(trips, log, row);
    return found === null ? NO_TRIP : { trip: kindOf(found), rtt: found.rttMs ?? Number.NaN };
  }

  return {
    connection,
    annotation,
    tripOf,
    row(row) {
      facts.kind = log.kind.get(row);
      facts.flags = log.flags.get(row);
      facts.size = log.size.get(row);
      facts.missing = missingOf(session, row);
      facts.connection = connection(log.connection.get(row));
      facts.annotation = annotation(row);
      const { trip, rtt } = tripOf(row);
      facts.trip = trip;
      facts.rtt = rtt;
      return facts;
    },
  };
}

function kindOf({ role, partner }: RowTrip): number {
  if (role === "reply") return TRIP_REPLY;
  return partner === null ? TRIP_UNANSWERED : TRIP_REQUEST;
}

const NOTHING: readonly never[] = [];

function missingOf(session: Session, row: number): number {
  const { log } = session;
  return log.kind.get(row) === ROW_MESSAGE ? Math.max(0, log.size.get(row) - session.heldLength(row)) : 0;
}

/** The bytes of a row that are searched: of a binary payload none, but what is decoded of it. */
export function searchedBytes(session: Session, row: number, decodes: boolean): number {
  const { log } = session;
  const isBinary = (log.flags.get(row) & FLAG_BINARY) !== 0;
  const most = isBinary ? (decodes ? MOST_READ_BYTES : 0) : Number.POSITIVE_INFINITY;
  return log.nameLength.get(row) + log.idLength.get(row) + Math.min(most, session.heldLength(row));
}

/** Rows to be looked at; of what they say `reads` are still to be filled in, from the disk. */
export interface ReadableBlock {
  readonly block: ScanBlock;
  readonly reads: readonly BlockRead[];
}

/**
 * Makes a block of rows. `told` are the connections that the scan knows. With `meanings` it is one that can be decoded.
 * Rejects with a sentence.
 */
export async function readBlock(
  session: Session,
  facts: Facts,
  rows: readonly number[],
  told: Map<number, ConnectionFacts>,
  meanings: ScanMeanings | null,
): Promise<ReadableBlock> {
  const { log } = session;
  const count = rows.length;
  const lengths = rows.map((row) => searchedBytes(session, row, meanings !== null));
  const said = gatherBytes(
    session.payloads,
    lengths.reduce((sum, it) => sum + it, 0),
  );
  const block = {
    kind: new Uint8Array(count),
    flags: new Uint8Array(count),
    connection: new Uint32Array(count),
    index: new Uint32Array(count),
    size: new Float64Array(count),
    missing: new Float64Array(count),
    trip: new Uint8Array(count),
    rtt: new Float64Array(count),
    nameLength: new Uint32Array(count),
    idLength: new Uint32Array(count),
    length: new Uint32Array(count),
    bytes: said.bytes,
    connections: [] as [number, ConnectionFacts][],
    annotations: [] as [number, Annotation][],
  };
  // By index and in one loop: there may be a million of them.
  for (let index = 0; index < count; index += 1) {
    const row = rows[index] as number;
    const length = lengths[index] as number;
    const id = log.connection.get(row);
    block.kind[index] = log.kind.get(row);
    block.flags[index] = log.flags.get(row);
    block.connection[index] = id;
    if (meanings !== null) {
      block.index[index] = meanings.indexOf(row);
      if (meanings.speaks(id) === null) await meanings.find(id);
    }
    block.size[index] = log.size.get(row);
    block.missing[index] = missingOf(session, row);
    const { trip, rtt } = facts.tripOf(row);
    block.trip[index] = trip;
    block.rtt[index] = rtt;
    block.nameLength[index] = log.nameLength.get(row);
    block.idLength[index] = log.idLength.get(row);
    const names = (block.nameLength[index] as number) + (block.idLength[index] as number);
    // As it was when it was measured: more of it may have come.
    block.length[index] = length - names;
    if (length > names && log.parts.get(row) !== 0) {
      for (const part of session.segmentsOf(row, length - names)) {
        said.add(part.address, part.address + part.length);
      }
    } else if (length > 0) {
      const from = log.address.get(row) - names;
      said.add(from, from + length);
    }
    const annotation = facts.annotation(row);
    if (annotation !== null) block.annotations.push([index, annotation]);
    const known = facts.connection(id);
    if (known === null || told.get(id) === known) continue;
    told.set(id, known);
    block.connections.push([id, known]);
  }
  return { block, reads: said.reads() };
}
