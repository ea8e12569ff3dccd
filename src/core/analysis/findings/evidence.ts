import type { Connection } from "../../model/connection.ts";
import { createMessageIndex } from "../../model/message-index.ts";
import { ROW_MARK } from "../../model/message-log.ts";
import type { Session } from "../../model/session.ts";
import type { EpochMs } from "../../units.ts";
import { FLAG_RECEIVED } from "../../wire/batch.ts";
import type { SessionDecoder } from "../decode-session.ts";
import type { Finding } from "../finding.ts";
import { type RoundTrips, readRowFacts } from "../pairing/find-round-trips.ts";
import { groupTrips, type TripGroup } from "../pairing/group-trips.ts";
import { measureGroup, type RoundTripSummary } from "../pairing/measure-round-trips.ts";
import type { Exchange } from "../polling/exchange.ts";
import { findLoops } from "../polling/find-loops.ts";
import type { TaughtRules } from "../polling/find-request-loops.ts";
import type { Loop } from "../polling/loop.ts";
import { noteRequests, type RequestNotes } from "../polling/note-requests.ts";
import { readExchanges } from "../polling/read-exchanges.ts";
import { createSessionEnd } from "../session-end.ts";
import { type Channel, findChannels } from "./find-channels.ts";
import { type Counter, createCounterSearch } from "./find-counters.ts";
import { createHabitSearch, type Habits } from "./find-habits.ts";
import { createMarkIndex, type MarkIndex } from "./mark-index.ts";
import { sameness } from "./sameness.ts";

/** What the rules look at; what takes long is found once, when the first rule asks for it. */
export interface Evidence {
  readonly session: Session;
  readonly decoder: SessionDecoder;
  readonly roundTrips: RoundTrips;
  readonly tripGroups: readonly TripGroup[];
  readonly summaries: readonly RoundTripSummary[];
  /** WebSockets, EventSources and streams. */
  readonly connections: readonly Connection[];
  readonly channels: readonly Channel[];
  /** What rules about single requests look at, of all of them. */
  readonly notes: RequestNotes;
  readonly loops: readonly Loop[];
  readonly marks: MarkIndex;
  /** When the recording ended; while it goes on, now. */
  readonly endedAt: EpochMs;
  /** Whether the connection was open when the recording ended, or is while it goes on: then nobody knows what would still have come. */
  isStillOpen(connection: Connection): boolean;
  /**
   * Whether a moment of the recording has come, which a rule waits for as long as nothing else happens: the first of those that have not is
   * `nextAt`.
   */
  hasCome(at: EpochMs): boolean;
  /** When the rules would say something else though nothing happened; null: never. */
  readonly nextAt: EpochMs | null;
  /** When a connection ended, or else the recording; where its end is not told (another program's HAR), the last that is known of it. */
  endOf(connection: Connection): EpochMs;
  /** The rows of a connection's messages, in order. */
  messagesOf(connection: Connection): Uint32Array;
  isReceived(row: number): boolean;
  /** The members of a connection's messages that number them; none where none does. */
  countersOf(connection: Connection): readonly Counter[];
  /** What is said over and over on a connection. */
  habitsOf(connection: Connection): Habits;
}

/** What was read of the payloads of a session. */
export interface ReadEvidence {
  readonly decoder: SessionDecoder;
  readonly roundTrips: RoundTrips;
  readonly marks: MarkIndex;
  countersOf(connection: Connection): readonly Counter[];
  habitsOf(connection: Connection): Habits;
  /** The last so many round trips are looked at; absent: all. */
  readonly mostTrips?: number;
  /** The moment until which nothing else is known to have happened: now, while the session is recorded, or when that ended; absent, null: its end is its last row's. */
  readonly now?: EpochMs | null;
  /** The finished requests in order of time; absent where what follows was found before. */
  exchanges?(): readonly Exchange[];
  loops?(): readonly Loop[];
  notes?(): RequestNotes;
}

/** A rule: what it finds in a session. Nothing where there is too little to go by. */
export type FindingRule = (evidence: Evidence) => readonly Finding[];

/** Rows of a finding; more would not prove more. */
export const MOST_ROWS = 20;

/**
 * Gathers what the rules look at; all payloads must be in memory. `taught` says what an empty answer is where the reader has
 * said it. `now`: until then the recording went on, or goes on, and nothing else has happened.
 */
export function gatherEvidence(
  session: Session,
  decoder: SessionDecoder,
  roundTrips: RoundTrips,
  taught: TaughtRules = new Map(),
  now: EpochMs | null = null,
): Evidence {
  return toEvidence(session, { ...readPayloads(session, decoder, roundTrips), now }, taught);
}

function readPayloads(session: Session, decoder: SessionDecoder, roundTrips: RoundTrips): ReadEvidence {
  const { log } = session;
  const marks = createMarkIndex();
  const messages = createMessageIndex(log);
  messages.update();
  for (let row = 0; row < log.length; row += 1) {
    const record = log.kind.get(row) === ROW_MARK ? session.record(row) : null;
    if (record !== null) marks.observe({ row, at: log.at.get(row), record }, log.connection.get(row));
  }
  const known = new Map<number, { readonly counters: readonly Counter[]; readonly habits: Habits }>();

  function read({ id }: Connection): { readonly counters: readonly Counter[]; readonly habits: Habits } {
    const before = known.get(id);
    if (before !== undefined) return before;
    const counter = createCounterSearch();
    const habits = createHabitSearch();
    for (let index = 0; index < messages.count(id); index += 1) {
      const row = messages.rowAt(id, index);
      const eventId = session.eventId(row);
      const all = readRowFacts(session, decoder, row);
      const sameAs = sameness(session, row);
      for (const facts of all) {
        counter.observe(facts, eventId);
        habits.observe(facts, all.length === 1 ? sameAs : null, eventId);
      }
    }
    const found = { counters: counter.found(), habits: habits.found() };
    known.set(id, found);
    return found;
  }

  return {
    decoder,
    roundTrips,
    marks,
    exchanges: () => readExchanges(session),
    countersOf: (connection) => read(connection).counters,
    habitsOf: (connection) => read(connection).habits,
  };
}

/** Gathers what the rules look at where payloads were read before; itself it reads none. */
export function toEvidence(session: Session, read: ReadEvidence, taught: TaughtRules = new Map()): Evidence {
  const { log } = session;
  const { roundTrips, marks, countersOf, habitsOf } = read;
  const messages = createMessageIndex(log);
  messages.update();
  const rows = new Map<number, Uint32Array>();
  const connections = session.connections.filter(({ kind }) => kind !== "http");
  const choice = read.mostTrips === undefined ? {} : { most: read.mostTrips };
  let groups: TripGroup[] | null = null;
  let summaries: RoundTripSummary[] | null = null;
  let channels: Channel[] | null = null;
  let exchanges: readonly Exchange[] | null = null;
  let loops: readonly Loop[] | null = null;
  let notes: RequestNotes | null = null;

  function requests(): readonly Exchange[] {
    exchanges ??= read.exchanges?.() ?? [];
    return exchanges;
  }

  const now = read.now ?? null;
  const end = createSessionEnd(session, messages, () => now);
  const endedAt = end.at;
  let nextAt: EpochMs | null = null;

  function messagesOf({ id }: Connection): Uint32Array {
    const known = rows.get(id);
    if (known !== undefined) return known;
    const found = Uint32Array.from({ length: messages.count(id) }, (_, index) => messages.rowAt(id, index));
    rows.set(id, found);
    return found;
  }

  return {
    session,
    decoder: read.decoder,
    roundTrips,
    connections,
    marks,
    countersOf,
    habitsOf,
    get summaries() {
      groups ??= groupTrips(roundTrips.trips, choice);
      summaries ??= groups.flatMap((it) => measureGroup(it, roundTrips.rules, end.openUntil) ?? []);
      return summaries;
    },
    get tripGroups() {
      groups ??= groupTrips(roundTrips.trips, choice);
      return groups;
    },
    get channels() {
      channels ??= findChannels(connections);
      return channels;
    },
    get notes() {
      notes ??= read.notes?.() ?? noteRequests(requests());
      return notes;
    },
    get loops() {
      loops ??= read.loops?.() ?? findLoops(session, taught, requests());
      return loops;
    },
    endedAt,
    isStillOpen: ({ close, openedAt }) => now !== null && close === null && openedAt !== null,
    hasCome(at) {
      if (at <= endedAt) return true;
      if (now !== null) nextAt = Math.min(nextAt ?? at, at);
      return false;
    },
    get nextAt() {
      return nextAt;
    },
    endOf: end.endOf,
    messagesOf,
    isReceived: (row) => (log.flags.get(row) & FLAG_RECEIVED) !== 0,
  };
}
