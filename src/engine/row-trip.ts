import type { TripLog } from "../core/analysis/pairing/trip-log.ts";
import type { MessageLog } from "../core/model/message-log.ts";
import type { RowTrip } from "../core/wire/engine-api.ts";

/** What a row is in its round trip; null where it is in none. */
export function rowTrip(trips: TripLog, log: MessageLog, row: number): RowTrip | null {
  const id = trips.tripOf(row);
  if (id === null) return null;
  const { request, first, replies, by, rttMs, requestAt } = trips.get(id);
  if (request === row) return { role: "request", rttMs, partner: first, replies, by };
  return { role: "reply", rttMs: log.at.get(row) - requestAt, partner: request, replies, by };
}
