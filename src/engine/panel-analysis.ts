import { decodeWithOwn } from "../core/analysis/decode-with-own.ts";
import { findPairingChoice, type PairingChoice, toPairingWishes } from "../core/analysis/pairing-choice.ts";
import { parsePollingSettings } from "../core/analysis/polling/polling-settings.ts";
import type { SessionSchema } from "../core/analysis/session-schema.ts";
import type { OwnJob } from "../core/wire/own-job.ts";
import type { RowTrip } from "../core/wire/row.ts";
import { createDensityIndex, type DensityIndex } from "./density-index.ts";
import type { PanelSource } from "./panel-server.ts";
import { createPollingFinder, type PollingFinder } from "./polling-finder.ts";
import { rowTrip, waitingBefore } from "./row-trip.ts";
import { createSessionMeanings, type SessionMeanings } from "./session-meanings.ts";
import { createRowCounter, type RowCounter, type ShownSession } from "./shown-session.ts";
import { createTripFinder, type TripFinder } from "./trip-finder.ts";

/** What is found out about the session that a panel shows. */
export interface PanelAnalysis {
  readonly shown: ShownSession;
  readonly counter: RowCounter;
  readonly meanings: SessionMeanings;
  readonly polling: PollingFinder;
  readonly trips: TripFinder;
  /** Made when it is first asked for. */
  density(): DensityIndex;
  /** The round trip of a row; null where it has none. */
  tripOf(row: number): RowTrip | null;
  /** What the reader chose for the pairing of a connection. */
  pairingChoiceOf(connection: number): PairingChoice | null;
  end(): void;
}

/** The panel that it is found out for. */
export interface AnalysedFor {
  /** Decoders of the reader's own run in the panel. */
  ask(job: OwnJob): void;
  /** Rows that are shown may say something else. */
  changed(): void;
  /** It is known what these connections speak. */
  spoken(connections: readonly number[]): void;
  /** More is known of round trips. */
  told(): void;
  /** The reader waits for something else. */
  isAwaited(): boolean;
}

/** Begins to find out about a session; `wake` its `trips` when it may. */
export function createPanelAnalysis(
  shown: ShownSession,
  source: PanelSource,
  schema: SessionSchema,
  panel: AnalysedFor,
): PanelAnalysis {
  const { session } = shown;
  const { id } = shown.describe();
  const clock = performance.now.bind(performance);
  const meanings = createSessionMeanings(session, {
    id,
    rules: () => source.settings().decoders ?? [],
    ownDecoders: source.settings().ownDecoders ?? [],
    schema,
    ask: panel.ask,
    changed: panel.changed,
    spoken: panel.spoken,
  });
  const polling = createPollingFinder(session, clock);
  polling.teach(new Map(parsePollingSettings(source.settings().polling).taught));

  function pairingChoiceOf(connection: number): PairingChoice | null {
    const about = session.connections[connection - 1];
    const choices = source.settings().pairings ?? [];
    return about === undefined ? null : findPairingChoice(choices, id, about);
  }

  const trips = createTripFinder(
    session,
    polling,
    panel.told,
    panel.isAwaited,
    (connection) => toPairingWishes(pairingChoiceOf(connection)),
    (base) => decodeWithOwn(base, meanings.own),
    shown.until,
  );
  let density: DensityIndex | null = null;

  return {
    shown,
    counter: createRowCounter(session),
    meanings,
    polling,
    trips,
    density() {
      density ??= createDensityIndex(session, clock);
      return density;
    },
    tripOf: (row) => rowTrip(trips.trips, session.log, row, (request) => waitingBefore(session, request)),
    pairingChoiceOf,
    end() {
      trips.end();
      meanings.end();
    },
  };
}
