import type { TripLog } from "../core/analysis/pairing/trip-log.ts";
import { awaitedUntil, type OpenUntil } from "../core/analysis/pairing/under-way.ts";
import { MOST_READ_BYTES } from "../core/decode/connection-decoder.ts";
import { MOST_MAP_BYTES } from "../core/decode/values/read-binary-map.ts";
import type { Annotation } from "../core/model/annotation.ts";
import { ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import {
  type ConnectionFacts,
  type MeantPart,
  type RowFacts,
  TRIP_REPLY,
  TRIP_REQUEST,
  TRIP_UNANSWERED,
  TRIP_UNDER_WAY,
} from "../core/query/match-row.ts";
import type { ScanBlock } from "../core/query/scan-block.ts";
import type { BlockRead } from "../core/query/scan-server.ts";
import type { EpochMs } from "../core/units.ts";
import { FLAG_BINARY } from "../core/wire/batch.ts";
import type { RowTrip } from "../core/wire/row.ts";
import { gatherBytes } from "./row-bytes.ts";
import { rowTrip } from "./row-trip.ts";
import type { ScanMeanings } from "./session-meanings.ts";

/** What is known of a session's rows and connections without reading anything. */
export interface Facts {
  /** The same object each time. */
  row(row: number): RowFacts;
  annotation(row: number): Annotation | null;
  /** Null: nothing is known of round trips. */
  readonly tripOf: ((row: number) => Pick<RowFacts, "trip" | "rtt">) | null;
  /** The same object as long as it says the same. */
  connection(id: number): ConnectionFacts | null;
}

/** What is known of round trips. */
export interface KnownTrips {
  readonly trips: TripLog;
  readonly openUntil: OpenUntil;
  /** What is under way will be late at this moment, if nothing comes. */
  tellAt(moment: EpochMs): void;
}

const NO_TRIP = { trip: 0, rtt: Number.NaN };

/**
 * Creates the facts of a session. `meanings` is what connections were found to speak, `trips` which rows are paired; without them
 * that is nothing.
 */
export function createFacts(
  session: Session,
  annotations: ReadonlyMap<number, Annotation>,
  meanings: Pick<ScanMeanings, "speaks" | "schemaOf"> = NO_MEANINGS,
  known: KnownTrips | null = null,
): Facts {
  const { log, connections } = session;
  const connectionsTold: (ConnectionFacts | undefined)[] = [];

  function connection(id: number): ConnectionFacts | null {
    const it = connections[id - 1];
    if (it === undefined) return null;
    const { kind, url, protocol } = it;
    const method = it.method ?? "";
    const spoken = meanings.speaks(id);
    const schema = meanings.schemaOf(id);
    const contentType = it.stream?.contentType ?? "";
    const last = connectionsTold[id];
    const isSame =
      last?.kind === kind &&
      last.url === url &&
      last.protocol === protocol &&
      last.method === method &&
      last.contentType === contentType &&
      last.speaks === spoken &&
      last.schema === schema;
    if (isSame) return last;
    const facts = { kind, url, protocol, method, contentType, speaks: spoken, schema };
    connectionsTold[id] = facts;
    return facts;
  }

  const annotation = (row: number) => (annotations.size === 0 ? null : (annotations.get(row) ?? null));
  function tripOf(row: number): Pick<RowFacts, "trip" | "rtt"> {
    if (known === null) return NO_TRIP;
    const found = rowTrip(known.trips, log, row);
    return found === null ? NO_TRIP : { trip: kindOf(known, row, found), rtt: found.rttMs ?? Number.NaN };
  }

  let current = 0;
  // One object for all, which looks up what is asked for: of a million rows most queries ask for little.
  const facts: RowFacts = {
    get kind() {
      return log.kind.get(current);
    },
    get flags() {
      return log.flags.get(current);
    },
    get size() {
      return log.size.get(current);
    },
    get missing() {
      return missingOf(session, current);
    },
    get connection() {
      return connection(log.connection.get(current));
    },
    get annotation() {
      return annotation(current);
    },
    get trip() {
      return tripOf(current).trip;
    },
    get rtt() {
      return tripOf(current).rtt;
    },
  };

  return {
    connection,
    annotation,
    tripOf: known === null ? null : tripOf,
    row(row) {
      current = row;
      return facts;
    },
  };
}

function kindOf({ trips, openUntil, tellAt }: KnownTrips, row: number, { role, partner }: RowTrip): number {
  if (role === "reply") return TRIP_REPLY;
  const id = partner === null ? trips.tripOf(row) : null;
  if (id === null) return TRIP_REQUEST;
  const trip = trips.get(id);
  const until = awaitedUntil(trips, trip, openUntil(trip.connection));
  if (until === null) return TRIP_UNANSWERED;
  if (Number.isNaN(until)) return TRIP_REQUEST;
  tellAt(until);
  return TRIP_UNDER_WAY;
}

const NOTHING: readonly never[] = [];
const NO_MEANINGS: Pick<ScanMeanings, "speaks" | "schemaOf"> = {
  speaks: () => NOTHING,
  schemaOf: () => null,
};

function missingOf(session: Session, row: number): number {
  const { log } = session;
  return log.kind.get(row) === ROW_MESSAGE ? Math.max(0, log.size.get(row) - session.heldLength(row)) : 0;
}

/** The bytes of a row that are searched: of a binary payload what is decoded of it, or a map in which values are looked for (`asksFields`), and else none. */
export function searchedBytes(session: Session, row: number, decodes: boolean, asksFields = false): number {
  const { log } = session;
  const names = log.nameLength.get(row) + log.idLength.get(row);
  const held = session.heldLength(row);
  if ((log.flags.get(row) & FLAG_BINARY) === 0) return names + held;
  if (decodes) return names + Math.min(MOST_READ_BYTES, held);
  return asksFields && held <= MOST_MAP_BYTES ? names + held : names;
}

/** Rows to be looked at; between what of them is in the block belongs what is read. */
export interface ReadableBlock {
  readonly block: ScanBlock;
  readonly reads: readonly BlockRead[];
}

/**
 * Makes a block of rows; of each so many bytes are searched (`searchedBytes`). `told` are the connections that the scan knows.
 * With `meanings` it is one that can be decoded. Rejects with a sentence.
 */
export async function readBlock(
  session: Session,
  facts: Facts,
  rows: readonly number[],
  lengths: readonly number[],
  told: Map<number, ConnectionFacts>,
  meanings: ScanMeanings | null,
): Promise<ReadableBlock> {
  const { log } = session;
  const count = rows.length;
  const said = gatherBytes(session.payloads);
  const block = {
    kind: new Uint8Array(count),
    flags: new Uint8Array(count),
    connection: new Uint32Array(count),
    index: new Uint32Array(count),
    size: new Float64Array(count),
    missing: new Float64Array(count),
    trip: new Uint8Array(facts.tripOf === null ? 0 : count),
    rtt: new Float64Array(facts.tripOf === null ? 0 : count),
    nameLength: new Uint32Array(count),
    idLength: new Uint32Array(count),
    length: new Uint32Array(count),
    connections: [] as [number, ConnectionFacts][],
    annotations: [] as [number, Annotation][],
    own: [] as [number, readonly MeantPart[]][],
  };
  await meanings?.own.findAll(rows);
  // Rows that follow each other are copied together.
  for (let index = 0; index < count; ) {
    const first = rows[index] as number;
    let run = 1;
    while (index + run < count && rows[index + run] === first + run) run += 1;
    log.kind.copyRows(block.kind, index, first, run);
    log.flags.copyRows(block.flags, index, first, run);
    log.connection.copyRows(block.connection, index, first, run);
    log.nameLength.copyRows(block.nameLength, index, first, run);
    log.idLength.copyRows(block.idLength, index, first, run);
    log.payloadLength.copyRows(block.size, index, first, run);
    log.more.copyRows(block.missing, index, first, run);
    index += run;
  }
  let known = 0;
  // By index and in one loop: there may be a million of them.
  for (let index = 0; index < count; index += 1) {
    const row = rows[index] as number;
    const length = lengths[index] as number;
    const id = block.connection[index] as number;
    if (meanings !== null) {
      block.index[index] = meanings.indexOf(row);
      if (meanings.speaks(id) === null) await meanings.find(id);
    }
    if (facts.tripOf !== null) {
      const { trip, rtt } = facts.tripOf(row);
      block.trip[index] = trip;
      block.rtt[index] = rtt;
    }
    block.size[index] = (block.size[index] as number) + (block.missing[index] as number);
    const names = (block.nameLength[index] as number) + (block.idLength[index] as number);
    // As it was when it was measured: more of it may have come.
    block.length[index] = length - names;
    const isInParts = log.parts.get(row) !== 0;
    if (isInParts) block.missing[index] = missingOf(session, row);
    if (isInParts && length > names) {
      for (const part of session.segmentsOf(row, length - names)) {
        said.add(part.address, part.address + part.length);
      }
    } else if (length > 0) {
      const from = log.address.get(row) - names;
      said.add(from, from + length);
    }
    const annotation = facts.annotation(row);
    if (annotation !== null) block.annotations.push([index, annotation]);
    const own = meanings?.own.meant(row) ?? null;
    if (own !== null) block.own.push([index, own]);
    // Most follow one of the same connection.
    if (id === known) continue;
    known = id;
    const connection = facts.connection(id);
    if (connection === null || told.get(id) === connection) continue;
    told.set(id, connection);
    block.connections.push([id, connection]);
  }
  const { bytes, reads } = said.take();
  return { block: { ...block, bytes }, reads };
}
