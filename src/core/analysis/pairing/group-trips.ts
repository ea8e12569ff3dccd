import type { TimeSpan } from "../../units.ts";
import type { Trip, TripLog } from "./trip-log.ts";

/** The round trips of a connection that were paired in one way, in order of the requests. */
export interface TripGroup {
  readonly connection: number;
  readonly fromServer: boolean;
  readonly by: string;
  readonly trips: readonly Trip[];
  /** Earlier ones of the connection that were left out, since there are so many. */
  readonly skipped: number;
}

/** Which of them are looked at. */
export interface TripChoice {
  /** Those of some connections; null or absent: of all. */
  readonly connections?: ReadonlySet<number> | null;
  /** Whose request was in this time. */
  readonly span?: TimeSpan | null;
  /** The last so many in all, shared among the connections; absent: all. */
  readonly most?: number;
}

/** However many connections there are: so many of each. */
const LEAST_EACH = 200;

/** Gathers them, in order of the connections. */
export function groupTrips(log: TripLog, choice: TripChoice = {}): TripGroup[] {
  const { connections = null, most = Number.POSITIVE_INFINITY } = choice;
  const ids = [...log.connections()].filter((id) => connections?.has(id) ?? true).sort((a, b) => a - b);
  const each = Math.max(LEAST_EACH, most / Math.max(1, ids.length));
  return ids.flatMap((id) => {
    const { trips, skipped } = chosenOf(log, id, choice.span ?? null, each);
    const groups = new Map<string, Trip[]>();
    for (const trip of trips) {
      const key = `${trip.fromServer} ${trip.by}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [trip]);
      else group.push(trip);
    }
    return Array.from(groups.values(), (own): TripGroup => {
      const { fromServer, by } = own[0] as Trip;
      return { connection: id, fromServer, by, trips: own, skipped };
    });
  });
}

function chosenOf(
  log: TripLog,
  connection: number,
  span: TimeSpan | null,
  most: number,
): { trips: Trip[]; skipped: number } {
  const trips: Trip[] = [];
  let skipped = 0;
  for (let index = log.count(connection) - 1; index >= 0; index -= 1) {
    const id = log.tripAt(connection, index);
    if (span !== null) {
      const at = log.requestAtOf(id);
      if (at < span.from || at >= span.until) continue;
    }
    if (trips.length < most) trips.push(log.get(id));
    else if (span === null) {
      skipped = index + 1;
      break;
    } else skipped += 1;
  }
  return { trips: trips.reverse(), skipped };
}
