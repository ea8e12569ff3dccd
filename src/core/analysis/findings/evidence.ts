import { rowsByConnection } from "../../export/rows-by-connection.ts";
import type { Connection } from "../../model/connection.ts";
import { ROW_MARK, ROW_MESSAGE } from "../../model/message-log.ts";
import type { Session } from "../../model/session.ts";
import type { EpochMs } from "../../units.ts";
import { FLAG_RECEIVED } from "../../wire/batch.ts";
import type { RecordEvent } from "../../wire/events.ts";
import type { SessionDecoder } from "../decode-session.ts";
import type { Finding } from "../finding.ts";
import { type RoundTrips, readRowFacts } from "../pairing/find-round-trips.ts";
import { measureRoundTrips, type RoundTripSummary } from "../pairing/measure-round-trips.ts";
import type { Exchange } from "../polling/exchange.ts";
import { findLoops, type TaughtRules } from "../polling/find-loops.ts";
import type { Loop } from "../polling/loop.ts";
import { readExchanges } from "../polling/read-exchanges.ts";
import { type Channel, findChannels } from "./find-channels.ts";
import { type Counter, createCounterSearch } from "./find-counter.ts";

/** What the rules look at; what takes long is found once, when the first rule asks for it. */
export interface Evidence {
  readonly session: Session;
  readonly decoder: SessionDecoder;
  readonly roundTrips: RoundTrips;
  readonly summaries: readonly RoundTripSummary[];
  /** WebSockets, EventSources and streams. */
  readonly connections: readonly Connection[];
  readonly channels: readonly Channel[];
  /** The finished requests in order of time, and the polling loops in them. */
  readonly exchanges: readonly Exchange[];
  readonly loops: readonly Loop[];
  /** When the recording ended, by its last row. */
  readonly endedAt: EpochMs;
  /** The rows of a connection's messages, in order. */
  messagesOf(connection: Connection): Uint32Array;
  isReceived(row: number): boolean;
  /** Whether the beginning of a row's payload is in memory. */
  isReadable(row: number): boolean;
  /** The rows of a connection's marks of one kind. */
  marksOf(connection: Connection, type: RecordEvent["type"]): number[];
  /** The member of its messages that numbers them; null where none does. */
  counterOf(connection: Connection): Counter | null;
  /** Spans in which recording was paused. */
  readonly pauses: readonly { readonly from: EpochMs; readonly to: EpochMs }[];
}

/** A rule: what it finds in a session, most severe first. Nothing where there is too little to go by. */
export type FindingRule = (evidence: Evidence) => readonly Finding[];

/** Rows of a finding; more would not prove more. */
export const MOST_ROWS = 20;

/** Gathers what the rules look at. `taught` says what an empty answer is where the reader has said it. */
export function gatherEvidence(
  session: Session,
  decoder: SessionDecoder,
  roundTrips: RoundTrips,
  taught: TaughtRules = new Map(),
): Evidence {
  const { log } = session;
  const rows = rowsByConnection(session);
  const messages = new Map<number, Uint32Array>();
  const counters = new Map<number, Counter | null>();
  const connections = session.connections.filter(({ kind }) => kind !== "http");
  let summaries: RoundTripSummary[] | null = null;
  let channels: Channel[] | null = null;
  let exchanges: Exchange[] | null = null;
  let loops: Loop[] | null = null;

  function messagesOf({ id }: Connection): Uint32Array {
    const known = messages.get(id);
    if (known !== undefined) return known;
    const found = (rows[id] ?? new Uint32Array()).filter((row) => log.kind.get(row) === ROW_MESSAGE);
    messages.set(id, found);
    return found;
  }

  function searchCounter(connection: Connection): Counter | null {
    const search = createCounterSearch();
    for (const row of messagesOf(connection)) {
      if ((log.flags.get(row) & FLAG_RECEIVED) === 0) continue;
      for (const facts of readRowFacts(session, decoder, row)) search.observe(facts, session.eventId(row));
    }
    return search.found();
  }

  return {
    session,
    decoder,
    roundTrips,
    connections,
    get summaries() {
      summaries ??= measureRoundTrips(roundTrips.trips, roundTrips.rules);
      return summaries;
    },
    get channels() {
      channels ??= findChannels(connections);
      return channels;
    },
    get exchanges() {
      exchanges ??= readExchanges(session);
      return exchanges;
    },
    get loops() {
      exchanges ??= readExchanges(session);
      loops ??= findLoops(session, taught, exchanges);
      return loops;
    },
    endedAt: endOf(session),
    messagesOf,
    isReceived: (row) => (log.flags.get(row) & FLAG_RECEIVED) !== 0,
    isReadable: (row) => session.loadStart(row) === null,
    marksOf({ id }, type) {
      const own = rows[id] ?? new Uint32Array();
      return [...own].filter((row) => log.kind.get(row) === ROW_MARK && session.record(row)?.type === type);
    },
    counterOf(connection) {
      const known = counters.get(connection.id);
      if (known !== undefined) return known;
      const found = searchCounter(connection);
      counters.set(connection.id, found);
      return found;
    },
    pauses: pausesOf(session, rows[0] ?? new Uint32Array()),
  };
}

function endOf({ log }: Session): EpochMs {
  let end = 0;
  for (let row = 0; row < log.length; row += 1) end = Math.max(end, log.at.get(row));
  return end;
}

function pausesOf(session: Session, rows: Uint32Array): { from: EpochMs; to: EpochMs }[] {
  const pauses: { from: EpochMs; to: EpochMs }[] = [];
  for (const row of rows) {
    const at = session.log.at.get(row);
    const type = session.log.kind.get(row) === ROW_MARK ? session.record(row)?.type : null;
    if (type === "recording-paused") pauses.push({ from: at, to: Number.POSITIVE_INFINITY });
    const open = pauses.at(-1);
    if (type === "recording-resumed" && open !== undefined) open.to = at;
  }
  return pauses;
}
