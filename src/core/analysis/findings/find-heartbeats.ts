import type { Connection } from "../../model/connection.ts";
import { findBeat } from "../pairing/find-beat.ts";
import type { Trip } from "../pairing/trip-log.ts";
import type { Evidence } from "./evidence.ts";

/** The pings of a connection, of either side, by a protocol or by what was learned, in order. */
export function findHeartbeats({ roundTrips, messagesOf }: Evidence, connection: Connection): Trip[] {
  const { trips } = roundTrips;
  const beats: Trip[] = [];
  for (const row of messagesOf(connection)) {
    const id = trips.tripOf(row);
    if (id === null) continue;
    const trip = trips.get(id);
    if (trip.request === row && (trip.by === "ping" || findBeat(trip.type) !== null)) beats.push(trip);
  }
  return beats;
}
