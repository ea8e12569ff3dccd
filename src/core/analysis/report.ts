import { type Connection, type ConnectionKind, isUsed } from "../model/connection.ts";
import { type MessageLog, ROW_MESSAGE } from "../model/message-log.ts";
import type { Session } from "../model/session.ts";
import type { Bytes, EpochMs, Milliseconds } from "../units.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../wire/batch.ts";
import type { Direction, PayloadType } from "../wire/events.ts";
import { readAnswers } from "./answers/read-answer.ts";
import { type ReportAnswer, toReportAnswer } from "./answers/report-answer.ts";
import { type DecodersOf, decodeSession, type SessionDecoder } from "./decode-session.ts";
import type { Finding } from "./finding.ts";
import { gatherEvidence } from "./findings/evidence.ts";
import { findFindings } from "./findings/find-findings.ts";
import { orderMessages } from "./order-messages.ts";
import { findRoundTrips, type RoundTrips } from "./pairing/find-round-trips.ts";
import type { RoundTripSummary } from "./pairing/measure-round-trips.ts";
import { spanOf, type TripLog } from "./pairing/trip-log.ts";
import type { Loop } from "./polling/loop.ts";
import { measureLoop } from "./polling/measure-loop.ts";

/** A session as the command line tells it to other programs. What is not known is null, never a guess. */
export interface Report {
  readonly connections: readonly ReportConnection[];
  /** In order of time; `replyTo` and the messages of findings are indexes into it. */
  readonly messages: readonly ReportMessage[];
  readonly roundTrips: readonly ReportRoundTrips[];
  readonly loops: readonly ReportLoop[];
  readonly findings: readonly ReportFinding[];
  /** Answers of language models, whole, one for each connection that streams one. */
  readonly answers: readonly ReportAnswer[];
}

/** A WebSocket, an EventSource, or all requests of an HTTP endpoint (`sent` are those, `received` the responses). */
export interface ReportConnection {
  readonly id: number;
  readonly kind: ConnectionKind;
  /** The method of its requests, where all have the same; null of a WebSocket. */
  readonly method: string | null;
  readonly url: string;
  /** When it was open; where it never was, and of HTTP, when it began. */
  readonly openedAtMs: EpochMs;
  /** What it was found to speak, by the name of the decoder (docs/decoders.md); else the negotiated subprotocol. */
  readonly protocol: string | null;
  readonly sent: number;
  readonly received: number;
  readonly sentBytes: Bytes;
  readonly receivedBytes: Bytes;
}

export interface ReportMessage {
  /** The `id` of a connection; null where the recording does not say which. */
  readonly connection: number | null;
  readonly direction: Direction;
  readonly atMs: EpochMs;
  /** The payload's true size, also where it was not recorded whole. */
  readonly bytes: Bytes;
  readonly type: PayloadType;
  /** What the decoded protocol calls it; where none was recognised, the payload's format, if it has one. */
  readonly kind: string | null;
  /** What the application calls it: an event's name, a method; Server-Sent Events: the event type, unless a protocol says more. */
  readonly event: string | null;
  readonly summary: string | null;
  /** It serves the protocol, not the application: a ping, a handshake. Null where no protocol was recognised. */
  readonly control: boolean | null;
  /** The request that it answers; of a stream of replies all of them say so. */
  readonly replyTo: number | null;
  /** From that request to this message. */
  readonly rttMs: Milliseconds | null;
}

/**
 * Of a connection, by what its messages pair: `pairedBy` is the name of a protocol, the path of a value that comes back (`reqId`,
 * `id → meta.reqId`), or `ping`; times are from the request to its first reply.
 */
export type ReportRoundTrips = Pick<RoundTripSummary, (typeof ROUND_TRIP_FIELDS)[number]>;

const ROUND_TRIP_FIELDS = [
  "connection",
  "pairedBy",
  "certainty",
  "pairs",
  "unanswered",
  "underWay",
  "answeredTwice",
  "late",
  "p50Ms",
  "p95Ms",
  "p99Ms",
  "maxMs",
] as const;

export interface ReportLoop {
  readonly method: string;
  /** Without what keeps caches away; what changes from request to request is `{…}`. */
  readonly url: string;
  readonly kind: "short" | "long";
  /** What else is known of it: a GraphQL operation, a method of JSON-RPC, Engine.IO's polling transport. */
  readonly name: string | null;
  readonly requests: number;
  /** The median. */
  readonly intervalMs: Milliseconds | null;
  /** From 0 to 1; unchanged answers count as empty. */
  readonly emptyShare: number | null;
  /** Headers, as HTTP/1.1 writes them, and bodies, both ways. */
  readonly bytes: Bytes;
}

export interface ReportFinding {
  readonly rule: string;
  readonly severity: "info" | "warning" | "error";
  readonly title: string;
  /** Why it matters, and what usually helps. */
  readonly why: string;
  readonly connection: number | null;
  /** What it rests on, by name, with units. */
  readonly numbers: Readonly<Record<string, string>>;
  readonly messages: readonly number[];
}

/**
 * Makes the report of a session; `decodersOf` says what connections are looked at with, where a schema is known; `endedAt`, until when it was
 * recorded, where more is known than its last row.
 */
export function analyse(session: Session, decodersOf?: DecodersOf, endedAt: EpochMs | null = null): Report {
  const decoder = decodeSession(session, undefined, decodersOf);
  const roundTrips = findRoundTrips(session, decoder);
  const evidence = gatherEvidence(session, decoder, roundTrips, undefined, endedAt);
  const rows = orderMessages(session);
  const indexes = new Uint32Array(session.log.length);
  for (const [index, row] of rows.entries()) indexes[row] = index;
  return {
    connections: session.connections.filter(isUsed).map((it) => toReportConnection(it, decoder)),
    messages: Array.from(rows, (row) => toReportMessage(session, decoder, roundTrips, indexes, row)),
    roundTrips: evidence.summaries.map(toReportRoundTrips),
    loops: evidence.loops.map(toReportLoop),
    findings: findFindings(evidence).map((it) => toReportFinding(session, it, indexes)),
    answers: readAnswers(session, decoder).map((it) => toReportAnswer(it, indexes)),
  };
}

function toReportFinding({ log }: Session, finding: Finding, indexes: Uint32Array): ReportFinding {
  const { rule, severity, title, why, connection, numbers, rows } = finding;
  const isMessage = (row: number): boolean => log.kind.get(row) === ROW_MESSAGE;
  const messages = rows.filter(isMessage).map((row) => indexes[row] as number);
  return { rule, severity, title, why, connection, numbers: Object.fromEntries(numbers), messages };
}

function toReportRoundTrips(summary: RoundTripSummary): ReportRoundTrips {
  return Object.fromEntries(ROUND_TRIP_FIELDS.map((it) => [it, summary[it]])) as unknown as ReportRoundTrips;
}

function toReportLoop(loop: Loop): ReportLoop {
  const { method, url, kind, name, apart, rhythm } = loop;
  const { requests, emptyShare, bytes } = measureLoop(loop);
  return {
    method,
    url,
    kind,
    name: name ?? apart,
    requests,
    intervalMs: rhythm.intervalMs,
    emptyShare,
    bytes,
  };
}

function toReportConnection(connection: Connection, decoder: SessionDecoder): ReportConnection {
  const { id, kind, url, openedAt, createdAt, sent, received, sentBytes, receivedBytes } = connection;
  // HTML 9.2.2: an EventSource can send no other.
  const method = kind === "eventsource" ? "GET" : connection.method;
  const protocol = decoder.protocolOf(connection) ?? (connection.protocol || null);
  return {
    id,
    kind,
    method,
    url,
    openedAtMs: openedAt ?? createdAt,
    protocol,
    sent,
    received,
    sentBytes,
    receivedBytes,
  };
}

function toReportMessage(
  session: Session,
  decoder: SessionDecoder,
  { trips }: RoundTrips,
  indexes: Uint32Array,
  row: number,
): ReportMessage {
  const { log } = session;
  const flags = log.flags.get(row);
  const connection = session.connections[log.connection.get(row) - 1];
  const { kind, event, summary, control } = decoder.meaningOf(row);
  return {
    connection: connection?.id ?? null,
    direction: flags & FLAG_RECEIVED ? "received" : "sent",
    atMs: log.at.get(row),
    bytes: log.size.get(row),
    type: flags & FLAG_BINARY ? "binary" : "text",
    kind,
    event,
    summary,
    control,
    ...replyOf(log, trips, indexes, row),
  };
}

/** Which message a row answers, and after how long; of a request nothing. */
function replyOf(
  log: MessageLog,
  trips: TripLog,
  indexes: Uint32Array,
  row: number,
): Pick<ReportMessage, "replyTo" | "rttMs"> {
  const id = trips.tripOf(row);
  if (id === null) return { replyTo: null, rttMs: null };
  const { request, requestAt } = trips.get(id);
  if (request === row) return { replyTo: null, rttMs: null };
  const span = spanOf(log.at.get(row) - requestAt);
  return {
    // An HTTP request is no message.
    replyTo: log.kind.get(request) === ROW_MESSAGE ? (indexes[request] ?? null) : null,
    rttMs: span === null ? null : Math.round(span * 1000) / 1000,
  };
}
