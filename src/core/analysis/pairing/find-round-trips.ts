import { ROW_JSON_BYTES } from "../../decode/json/json-value.ts";
import { rowsByConnection } from "../../export/rows-by-connection.ts";
import { ROW_MESSAGE, ROW_REQUEST } from "../../model/message-log.ts";
import type { Session } from "../../model/session.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../../wire/batch.ts";
import type { SessionDecoder } from "../decode-session.ts";
import { toExchange } from "../polling/exchange.ts";
import { judgePairing, NO_WISHES } from "./judge-pairing.ts";
import { createPairingLearner } from "./learn-pairing.ts";
import type { MessageFacts } from "./message-facts.ts";
import {
  type AcrossPlan,
  acrossRules,
  answeringOf,
  asksAcross,
  MOST_ACROSS,
  planAcross,
} from "./pair-across.ts";
import { clocksApartOf, createMessagePairer } from "./pair-messages.ts";
import type { PairingRule } from "./pairing-rule.ts";
import { type LoggedMessage, readMessageFacts } from "./read-message-facts.ts";
import { readRequestFacts } from "./read-request-facts.ts";
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
    const pairer = createMessagePairer(trips, connection.id, learned, clocksApartOf(connection.kind));
    for (const row of rows) for (const facts of readRowFacts(session, decoder, row)) pairer.observe(facts);
  }
  findAcross(session, trips, rules, rowsOf);
  return { trips, rules };
}

/** Requests that another connection answers. */
function findAcross(
  session: Session,
  trips: TripLog,
  rules: Map<number, readonly PairingRule[]>,
  rowsOf: readonly (Uint32Array | undefined)[],
): void {
  const asking = session.connections.filter(asksAcross);
  const answering = answeringOf(session.connections, asking);
  if (answering.length === 0) return;
  const rows = asking.flatMap(({ id }) => [...(rowsOf[id] ?? [])]).sort((a, b) => a - b);
  const requests = rows.slice(-MOST_ACROSS).flatMap((row) => readAskedRow(session, row) ?? []);
  const connectionOf = (row: number): number => session.log.connection.get(row);
  const plans: AcrossPlan[] = [];
  for (const { id } of answering) {
    const own = (rowsOf[id] ?? new Uint32Array()).filter((row) => session.log.kind.get(row) === ROW_MESSAGE);
    const messages = Array.from(own.slice(-MOST_ACROSS), (row) => readRawRow(session, row));
    const steps = planAcross(trips, requests, messages, connectionOf, NO_WISHES);
    let step = steps.next();
    while (!step.done) step = steps.next();
    step.value.pair();
    plans.push(step.value);
  }
  for (const [id, found] of acrossRules(trips, asking, plans)) rules.set(id, found);
}

/** What a finished request says that may be answered elsewhere; null where nothing is. Its row must be in memory. */
export function readAskedRow(session: Session, row: number): MessageFacts | null {
  if (session.log.kind.get(row) !== ROW_REQUEST) return null;
  const record = session.record(row);
  if (record?.type !== "request-finished") return null;
  return readRequestFacts(toExchange(record.entry, row, session.log.connection.get(row)));
}

/** As `readRowFacts`, without what a protocol says: its names are within one connection. */
export function readRawRow(session: Session, row: number): MessageFacts {
  return readMessageFacts(toLogged(session, row), [])[0] as MessageFacts;
}

/** Reads what pairing looks at in the row of a message, which must be in memory. */
export function readRowFacts(session: Session, decoder: SessionDecoder, row: number): MessageFacts[] {
  const connection = session.connections[session.log.connection.get(row) - 1];
  const isDecoded = connection !== undefined && decoder.protocolOf(connection) !== null;
  return readMessageFacts(toLogged(session, row), isDecoded ? decoder.partsOf(row) : []);
}

function toLogged(session: Session, row: number): LoggedMessage {
  const { log } = session;
  const flags = log.flags.get(row);
  const bytes = session.payload(row, MOST_FACT_BYTES);
  return {
    row,
    at: log.at.get(row),
    received: (flags & FLAG_RECEIVED) !== 0,
    binary: (flags & FLAG_BINARY) !== 0,
    cut: bytes.length < log.size.get(row),
    bytes,
  };
}
