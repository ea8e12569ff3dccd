import { decodeSession, type SessionDecoder } from "../core/analysis/decode-session.ts";
import type { Finding } from "../core/analysis/finding.ts";
import { type Evidence, toEvidence } from "../core/analysis/findings/evidence.ts";
import { createHabitSearch, type Habits } from "../core/analysis/findings/find-habits.ts";
import { createMarkIndex } from "../core/analysis/findings/mark-index.ts";
import { sameness } from "../core/analysis/findings/sameness.ts";
import type { PairingCandidate } from "../core/analysis/pairing/find-candidates.ts";
import { MOST_FACT_BYTES, readRowFacts } from "../core/analysis/pairing/find-round-trips.ts";
import { NO_WISHES, type PairingWishes } from "../core/analysis/pairing/judge-pairing.ts";
import type { PairingRule } from "../core/analysis/pairing/pairing-rule.ts";
import { createTripLog, type TripLog } from "../core/analysis/pairing/trip-log.ts";
import { createSessionEnd } from "../core/analysis/session-end.ts";
import type { Connection } from "../core/model/connection.ts";
import { createMessageIndex } from "../core/model/message-index.ts";
import { ROW_MARK } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import type { EpochMs } from "../core/units.ts";
import { createAcrossFinder } from "./across-finder.ts";
import { type ConnectionTrips, createConnectionTrips } from "./connection-trips.ts";
import { createMomentTimer } from "./moment-timer.ts";
import type { PollingFinder } from "./polling-finder.ts";
import { createSessionFindings } from "./session-findings.ts";
import type { RecordedUntil } from "./shown-session.ts";
import { createTripRows } from "./trip-rows.ts";
import { createTripTurns } from "./trip-turns.ts";
import { createVerdictPace } from "./verdict-pace.ts";

/** Messages of one connection that are read at a time. */
const BLOCK = 128;
/** What it has found is told at most this often. */
const TOLD_EVERY_MS = 250;

const NO_HABITS: Habits = createHabitSearch().found();

/** Rules look at the last so many round trips, at a stretch. */
const MOST_TRIPS = 40_000;

/** Finds round trips and findings of a session while it goes on, beside the recording. */
export interface TripFinder {
  readonly trips: TripLog;
  readonly rules: ReadonlyMap<number, readonly PairingRule[]>;
  readonly findings: readonly Finding[];
  /** Counts the times that something else was found. */
  readonly revision: number;
  /** There is more to be read. */
  readonly busy: boolean;
  /** It has been looked for findings at least once. */
  readonly examined: boolean;
  /** The session may have grown. */
  wake(): void;
  /** The reader has decided something else of how messages pair. */
  decided(): void;
  /** Until when a connection is known to have been open; null: it has ended. */
  openUntil(connection: number): EpochMs | null;
  /** Tells once more when a moment has come, while the session is recorded: then something that is shown is to be said otherwise. */
  tellAt(moment: EpochMs): void;
  /** Pairs of members of a connection's messages that a reader can choose among. */
  candidatesOf(connection: number): readonly PairingCandidate[];
  end(): void;
}

/**
 * Creates it; `polling` reads the requests, `told` is called when something else was found. While `isHeld` says so it rests: somebody
 * waits for what the engine does, or for the disk. `wishesOf` says what the reader has decided of a connection; `toDecoder` puts the
 * reader's own decoders before those of Duplex. `until` says until when nothing else is known to have happened.
 */
export function createTripFinder(
  session: Session,
  polling: Pick<PollingFinder, "look">,
  told: () => void,
  isHeld: () => boolean = () => false,
  wishesOf: (connection: number) => PairingWishes = () => NO_WISHES,
  toDecoder: (base: SessionDecoder) => SessionDecoder = (base) => base,
  until: () => RecordedUntil | null = () => null,
): TripFinder {
  const { log, connections } = session;
  const decoder = toDecoder(decodeSession(session));
  const messages = createMessageIndex(log);
  const trips = createTripLog();
  const marks = createMarkIndex();
  const end = createSessionEnd(session, messages, () => until()?.at ?? null);
  const late = createMomentTimer(passing, () => tell(true));
  const watched = new Map<number, { readonly revision: number; readonly it: ConnectionTrips }>();
  const verdicts = createVerdictPace(() => wake());
  const hasEnded = () => ended;
  const turns = createTripTurns({ rows: () => log.length, isHeld, hasEnded });
  const { pause } = turns;
  const { isLoaded, prepare, recognised } = createTripRows(session, decoder, { pause, hasEnded });
  const across = createAcrossFinder({
    session,
    messages,
    trips,
    isLoaded,
    pause,
    hasEnded,
    wishesOf,
    wake: () => wake(),
  });
  let revision = 0;
  let running = false;
  let wanted = false;
  let ended = false;
  let marked = 0;
  let toldAt = 0;
  const findings = createSessionFindings({
    get rows() {
      return log.length;
    },
    get revision() {
      return revision;
    },
    get busy() {
      return running;
    },
    evidence,
    now: () => passing(),
    rest: turns.rest,
    told: () => tell(true),
  });

  async function run(): Promise<void> {
    running = true;
    try {
      while (wanted && !ended) {
        if (isHeld()) await turns.rest();
        if (ended) break;
        wanted = false;
        turns.begin();
        messages.update();
        decoder.update();
        await readMarks();
        for (const { id, kind } of connections) {
          if (ended) break;
          // What goes wrong with one connection is no reason to leave the others.
          if (kind !== "http") await readConnection(id).catch(() => {});
        }
        if (!ended) await across.look().catch(() => {});
        tell(true);
      }
    } finally {
      running = false;
    }
    findings.look();
  }

  /** Marks are few, and small. */
  async function readMarks(): Promise<void> {
    for (; marked < log.length && !ended; marked += 1) {
      if (log.kind.get(marked) !== ROW_MARK) continue;
      if (!(await isLoaded([marked]))) continue;
      const record = session.record(marked);
      if (record !== null)
        marks.observe({ row: marked, at: log.at.get(marked), record }, log.connection.get(marked));
      if (turns.isOver()) await pause();
    }
  }

  async function readConnection(id: number): Promise<void> {
    const count = messages.count(id);
    const isJudgeable = verdicts.isWaiting(id) && verdicts.isDue(id);
    if ((watched.get(id)?.it.next ?? 0) >= count && !isJudgeable) return;
    const recognition = await recognised(id);
    if (recognition === null) return;
    let own = watched.get(id);
    if (own === undefined || own.revision !== recognition) {
      // What it speaks is known better: all is read anew.
      if (own !== undefined) trips.forget(id);
      own = { revision: recognition, it: createConnectionTrips(trips, connections[id - 1] as Connection) };
      watched.set(id, own);
    }
    const { it } = own;
    if (it.next >= count) await judge(id, it, true);
    while (it.next < count && !ended) {
      const first = it.next;
      const end = Math.min(count, first + BLOCK);
      const rows = Array.from({ length: end - first }, (_, index) => messages.rowAt(id, first + index));
      for (let index = first; index < end && it.next === index; index += 1) {
        const row = rows[index - first] as number;
        const isReady = session.has(row, MOST_FACT_BYTES) || (await isLoaded(rows.slice(index - first)));
        const isPrepared = isReady && (await prepare(row));
        if (ended) return;
        it.take(
          index,
          isPrepared ? readRowFacts(session, decoder, row) : [],
          isReady ? session.eventId(row) : "",
          isReady ? sameness(session, row) : null,
        );
        if (turns.isOver()) {
          tell(false);
          await pause();
        }
      }
      await judge(id, it, it.next >= count);
    }
  }

  /** Each batch has an end; the verdict is asked there once in a while, and once more when nothing comes any more. */
  async function judge(id: number, it: ConnectionTrips, isEnd: boolean): Promise<void> {
    const isLast = isEnd && verdicts.isDue(id);
    let took = 0;
    let before = performance.now();
    for (const _ of it.judge(wishesOf(id), isLast)) {
      if (!turns.isOver()) continue;
      took += performance.now() - before;
      await pause();
      if (ended) return;
      before = performance.now();
    }
    took += performance.now() - before;
    if (isLast) verdicts.asked(id, took);
    else if (isEnd) verdicts.wait(id);
  }

  function wake(): void {
    wanted = true;
    if (!running && !ended) void run();
  }

  function tell(now: boolean): void {
    const at = performance.now();
    if (!now && at - toldAt < TOLD_EVERY_MS) return;
    toldAt = at;
    revision += 1;
    told();
  }

  async function evidence(): Promise<Evidence> {
    const { loops, notes } = await polling.look();
    return toEvidence(session, {
      decoder,
      roundTrips: { trips, rules: rulesOfAll() },
      loops: () => loops,
      notes: () => notes,
      mostTrips: MOST_TRIPS,
      now: until()?.at ?? null,
      marks,
      countersOf: ({ id }) => watched.get(id)?.it.counter.found() ?? [],
      habitsOf: ({ id }) => watched.get(id)?.it.habits.found() ?? NO_HABITS,
    });
  }

  /** Now, while the session is recorded. */
  function passing(): EpochMs | null {
    const it = until();
    return it?.goesOn ? it.at : null;
  }

  function rulesOfAll(): Map<number, readonly PairingRule[]> {
    return new Map([...Array.from(watched, ([id, { it }]) => [id, it.rules] as const), ...across.rules]);
  }

  return {
    trips,
    get rules() {
      return rulesOfAll();
    },
    get findings() {
      return findings.all;
    },
    get revision() {
      return revision;
    },
    get busy() {
      return running;
    },
    get examined() {
      return findings.hasLooked;
    },
    wake,
    openUntil: end.openUntil,
    tellAt: late.at,
    candidatesOf: (id) => watched.get(id)?.it.candidates() ?? [],
    decided() {
      for (const id of watched.keys()) verdicts.askAnew(id);
      across.decided();
      wake();
    },
    end() {
      ended = true;
      findings.end();
      verdicts.end();
      late.end();
      across.end();
    },
  };
}
