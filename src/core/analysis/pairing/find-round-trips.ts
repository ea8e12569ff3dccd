import { ROW_JSON_BYTES } from "../../decode/json/json-value.ts";
import { rowsByConnection } from "../../export/rows-by-connection.ts";
import { ROW_MESSAGE } from "../../model/message-log.ts";
import type { Session } from "../../model/session.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../../wire/batch.ts";
import type { SessionDecoder } from "../decode-session.ts";
import { judgePairing } from "./judge-pairing.ts";
import { createPairingLearner } from "./learn-pairing.ts";
import type { MessageFacts } from "./message-facts.ts";
import { createMessagePairer } from "./pair-messages.ts";
import type { PairingRule } from "./pairing-rule.ts";
import { readMessageFacts } from "./read-message-facts.ts";
import { createTripLog, type TripLog } from "./trip-log.ts";

/** What names a request stands near the beginning of a message; more of it is not read. */
export const MOST_FACT_BYTES = ROW_JSON_BYTES;

/** The round trips of a session that does not grow any more. */
export interface RoundTrips {
  readonly trips: TripLog;
  /** What was learned of a connection, by its ID. */
  readonly rules: ReadonlyMap<number, readonly PairingRule[]>;
}

/** Finds them: what was learned from all messages of a connection holds for all of them. */
export function findRoundTrips(session: Session, decoder: SessionDecoder): RoundTrips {
  const { log } = session;
  const trips = createTripLog();
  const rules = new Map<number, readonly PairingRule[]>();
  const rowsOf = rowsByConnection(session);
  for (const connection of session.connections) {
    // Where one side is silent nothing is answered.
    if (connection.sent === 0 || connection.received === 0 || connection.kind === "http") continue;
    const rows = (rowsOf[connection.id] ?? new Uint32Array()).filter(
      (row) => log.kind.get(row) === ROW_MESSAGE,
    );
    const learner = createPairingLearner();
    for (const row of rows) for (const facts of readRowFacts(session, decoder, row)) learner.observe(facts);
    const learned = judgePairing(learner);
    if (learned.length > 0) rules.set(connection.id, learned);
    const pairer = createMessagePairer(trips, connection.id, learned);
    for (const row of rows) for (const facts of readRowFacts(session, decoder, row)) pairer.observe(facts);
  }
  return { trips, rules };
}

/** Reads what pairing looks at in the row of a message, which must be in memory. */
export function readRowFacts(session: Session, decoder: SessionDecoder, row: number): MessageFacts[] {
  const { log } = session;
  const connection = session.connections[log.connection.get(row) - 1];
  const isDecoded = connection !== undefined && decoder.protocolOf(connection) !== null;
  const flags = log.flags.get(row);
  const bytes = session.payload(row, MOST_FACT_BYTES);
  const message = {
    row,
    at: log.at.get(row),
    received: (flags & FLAG_RECEIVED) !== 0,
    binary: (flags & FLAG_BINARY) !== 0,
    cut: bytes.length < log.size.get(row),
    bytes,
  };
  return readMessageFacts(message, isDecoded ? decoder.partsOf(row) : []);
}
