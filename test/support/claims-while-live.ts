import { decodeSession } from "../../src/core/analysis/decode-session.ts";
import { readRowFacts } from "../../src/core/analysis/pairing/find-round-trips.ts";
import { NO_WISHES } from "../../src/core/analysis/pairing/judge-pairing.ts";
import { ruleName } from "../../src/core/analysis/pairing/pairing-rule.ts";
import { createTripLog } from "../../src/core/analysis/pairing/trip-log.ts";
import { ROW_MESSAGE } from "../../src/core/model/message-log.ts";
import { createConnectionTrips } from "../../src/engine/connection-trips.ts";
import { sessionFromText } from "./session-from-text.ts";

/** As often as the engine asks for a verdict while little comes, and as often as batches come. */
const JUDGED_EVERY_MS = 2000;
const BATCH_MS = 200;

/** What was claimed at some time of a connection's life. */
export interface LiveClaim {
  /** Messages there were, and the time of the last, in ms from the first. */
  readonly messages: number;
  readonly atMs: number;
  readonly rules: readonly string[];
  /** Replies of which the one that is said to be the request is not. */
  readonly wrong: number;
  /** All replies that are claimed. */
  readonly found: number;
}

/**
 * Lets a WebSocket's messages come one batch after the other, and says what the engine claims of them each time that it judges, where that is not
 * the same as before. `truth`: the request of each reply, by their places. `offset` (ms): when it is first asked.
 */
export function claimsWhileLive(
  lines: readonly string[],
  truth: ReadonlyMap<number, number> = new Map(),
  offset = 0,
): LiveClaim[] {
  const session = sessionFromText({ "ws wss://a.example/": lines });
  const decoder = decodeSession(session);
  const { log } = session;
  const rows = Array.from({ length: log.length }, (_, row) => row).filter(
    (row) => log.kind.get(row) === ROW_MESSAGE,
  );
  const facts = rows.map((row) => readRowFacts(session, decoder, row));
  const placeOf = new Map(rows.map((row, index) => [row, index] as const));
  const trips = createTripLog();
  const it = createConnectionTrips(trips, { id: 1, kind: "websocket" });
  const claims: LiveClaim[] = [];
  const startedAt = log.at.get(rows[0] ?? 0);
  let dueAt = offset;
  let said = "";

  for (let count = 0; count < rows.length; ) {
    const from = log.at.get(rows[count] as number);
    while (count < rows.length && log.at.get(rows[count] as number) < from + BATCH_MS) count += 1;
    const atMs = log.at.get(rows[count - 1] as number) - startedAt;
    const isDue = atMs >= dueAt || count === rows.length;
    do {
      for (let index = it.next; index < count; index = it.next) it.take(index, facts[index] ?? [], "", null);
      for (const _ of it.judge(NO_WISHES, isDue)) {
        // All of its steps, at once.
      }
    } while (it.next < count);
    if (isDue) dueAt = atMs + JUDGED_EVERY_MS;
    let wrong = 0;
    let found = 0;
    for (const [index, row] of rows.slice(0, count).entries()) {
      const trip = trips.tripOf(row);
      if (trip === null || trips.get(trip).request === row) continue;
      found += 1;
      if (placeOf.get(trips.get(trip).request) !== truth.get(index)) wrong += 1;
    }
    const rules = it.rules.map((rule) => `${rule.asks} ${ruleName(rule)}`);
    const now = `${rules.join(", ")} ${wrong > 0}`;
    if (now === said) continue;
    said = now;
    claims.push({ messages: count, atMs, rules, wrong, found });
  }
  return claims;
}
