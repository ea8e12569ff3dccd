import type { ImportedAbout } from "../export/session-about.ts";
import { formatBytes } from "../format/format-bytes.ts";
import { formatCount } from "../format/format-count.ts";
import { formatDelta } from "../format/format-delta.ts";
import { formatQuantity } from "../format/format-quantity.ts";
import { formatDateTime, formatTime } from "../format/format-time.ts";
import { type Connection, isUsed } from "../model/connection.ts";
import type { Session } from "../model/session.ts";
import { FLAG_BINARY, FLAG_PARTIAL, FLAG_RECEIVED } from "../wire/batch.ts";
import { type DecodersOf, decodeSession } from "./decode-session.ts";
import { gatherEvidence } from "./findings/evidence.ts";
import { findFindings } from "./findings/find-findings.ts";
import { findingsToText } from "./findings-to-text.ts";
import { type Column, formatTable } from "./format-table.ts";
import { loopsToText } from "./loops-to-text.ts";
import { orderMessages } from "./order-messages.ts";
import { findRoundTrips } from "./pairing/find-round-trips.ts";
import { printable, printableStart } from "./printable.ts";
import { roundTripsToText } from "./round-trips-to-text.ts";

/** Fits a row of the message table into some 120 columns. */
const PREVIEW_LENGTH = 72;
/** Hex shows the beginning of a binary payload, three columns a byte. */
const PREVIEW_BYTES = 24;
/** The longest UTF-8 that the preview can need. */
const PREVIEW_TEXT_BYTES = PREVIEW_LENGTH * 8;

const CONNECTION_COLUMNS: readonly Column[] = [
  { heading: "#", align: "right" },
  { heading: "kind", align: "left" },
  { heading: "opened", align: "left" },
  { heading: "state", align: "left" },
  { heading: "sent", align: "right" },
  { heading: "received", align: "right" },
  { heading: "sent bytes", align: "right" },
  { heading: "received bytes", align: "right" },
  { heading: "url", align: "left" },
];

const MESSAGE_COLUMNS: readonly Column[] = [
  { heading: "#", align: "right" },
  { heading: "time", align: "left" },
  { heading: "Δ", align: "right" },
  { heading: "", align: "left" },
  { heading: "conn.", align: "right" },
  { heading: "size", align: "right" },
  { heading: "preview", align: "left" },
];

const decoder = new TextDecoder();

/**
 * What the panel shows of a session, for a terminal: its name, its connections and, with `messages`, every message.
 * What comes from the recording cannot steer the terminal.
 */
export function* reportToText(
  session: Session,
  about: ImportedAbout,
  options: { messages: boolean },
  decodersOf?: DecodersOf,
): Iterable<string> {
  yield `${printable(about.name || (about.format === "har" ? "HAR" : "Session"))}\n`;
  const rows = orderMessages(session);
  const first = about.startedAt === null ? "" : `, started ${formatDateTime(about.startedAt)}`;
  const by = about.generator === "" ? "" : `, written by ${printable(about.generator)}`;
  yield `${formatQuantity(session.connections.filter(isUsed).length, "connection")}, ${formatQuantity(rows.length, "message")}${first}${by}\n`;
  if (session.dropped > 0) {
    yield `${formatQuantity(session.dropped, "message")} known to be missing from the recording\n`;
  }
  for (const note of about.notes) yield `Note: ${printable(note)}\n`;
  if (session.connections.length > 0) {
    yield "\n";
    for (const line of formatTable(
      CONNECTION_COLUMNS,
      session.connections.filter(isUsed).map(connectionCells),
    ))
      yield `${line}\n`;
  }
  const decoder = decodeSession(session, undefined, decodersOf);
  const evidence = gatherEvidence(
    session,
    decoder,
    findRoundTrips(session, decoder),
    undefined,
    about.endedAt,
  );
  yield* roundTripsToText(evidence);
  yield* loopsToText(evidence.loops);
  yield* findingsToText(findFindings(evidence));
  if (!options.messages || rows.length === 0) return;
  yield "\n";
  const cells = Array.from(rows, (row, index) => messageCells(session, row, rows[index - 1]));
  for (const line of formatTable(MESSAGE_COLUMNS, cells)) yield `${line}\n`;
}

function connectionCells(it: Connection): string[] {
  const { id, kind, state, sent, received, sentBytes, receivedBytes, url, method, openedAt, createdAt } = it;
  // An HTTP endpoint is not something that opens and closes.
  const shown = method === null ? url : `${method} ${url}`;
  return [
    String(id),
    kind,
    formatTime(openedAt ?? createdAt),
    kind === "http" ? "" : state,
    formatCount(sent),
    formatCount(received),
    formatBytes(sentBytes),
    formatBytes(receivedBytes),
    printable(shown),
  ];
}

function messageCells(session: Session, row: number, before: number | undefined): string[] {
  const { log } = session;
  const at = log.at.get(row);
  const connection = log.connection.get(row);
  return [
    String(row),
    formatTime(at),
    formatDelta(before === undefined ? null : at - log.at.get(before)),
    log.flags.get(row) & FLAG_RECEIVED ? "↓" : "↑",
    connection === 0 ? "?" : String(connection),
    formatBytes(log.size.get(row)),
    previewOf(session, row),
  ];
}

function previewOf(session: Session, row: number): string {
  const flags = session.log.flags.get(row);
  const payload = session.payload(row);
  const missing = session.log.size.get(row) - payload.length;
  const loss =
    missing <= 0 ? "" : ` [${formatBytes(missing)} ${flags & FLAG_PARTIAL ? "to come" : "missing"}]`;
  if (flags & FLAG_BINARY) return hexOf(payload) + loss;
  const name = session.eventName(row);
  const text = decoder.decode(payload.subarray(0, PREVIEW_TEXT_BYTES));
  return printableStart(name === "" ? text : `${name}: ${text}`, PREVIEW_LENGTH) + loss;
}

function hexOf(payload: Uint8Array): string {
  const shown = Array.from(payload.subarray(0, PREVIEW_BYTES), (byte) => byte.toString(16).padStart(2, "0"));
  return shown.join(" ") + (payload.length > PREVIEW_BYTES ? " …" : "");
}
