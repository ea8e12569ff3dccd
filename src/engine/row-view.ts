import { formatRecord } from "../core/format/format-record.ts";
import { formatStreamProblem } from "../core/format/format-stream.ts";
import { type Annotation, NO_ANNOTATION } from "../core/model/annotation.ts";
import { ROW_MARK, ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import { say } from "../core/text/say.ts";
import { FLAG_BINARY, FLAG_CUT, FLAG_RECEIVED, FLAG_UNHEARD } from "../core/wire/batch.ts";
import type { RecordEvent } from "../core/wire/events.ts";
import type { MessageDetail } from "../core/wire/message-detail.ts";
import type { Row } from "../core/wire/row.ts";
import { streamPieces } from "./stream-pieces.ts";

/** A list row shows no more than this of a payload; the detail pane shows all of it. */
const PREVIEW_CHARS = 300;
const PREVIEW_BINARY_BYTES = 48;
/** A mark's facts are several; an address among them may be of any length. */
const SENTENCE_CHARS = 1000;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A row of the log, as the list shows it. `before` is the time of the row before it in the view. */
export function rowView(
  session: Session,
  row: number,
  before: number | null,
  meaning: Row["meaning"] = null,
  annotation: Annotation = NO_ANNOTATION,
  trip: Row["trip"] = null,
): Row {
  const { log } = session;
  const flags = log.flags.get(row);
  const at = log.at.get(row);
  const isMessage = log.kind.get(row) === ROW_MESSAGE;
  const record = isMessage ? null : session.record(row);
  const binary = (flags & FLAG_BINARY) !== 0;
  const preview =
    record === null
      ? previewOf(session.payloadStart(row), binary)
      : cutText(sentenceOf(record), SENTENCE_CHARS);
  return {
    row,
    kind: isMessage ? "message" : log.kind.get(row) === ROW_MARK ? "mark" : "request",
    at,
    deltaMs: before === null ? null : at - before,
    connection: log.connection.get(row),
    direction: isMessage ? (flags & FLAG_RECEIVED ? "received" : "sent") : null,
    payloadType: isMessage ? (binary ? "binary" : "text") : null,
    size: log.size.get(row),
    name: cut(record === null ? session.eventName(row) : nameOf(record)),
    eventId: isMessage ? cut(session.eventId(row)) : "",
    preview: preview.text,
    previewCut: preview.cut,
    problem: problemOf(session, row),
    missingBytes: isMessage ? Math.max(0, log.size.get(row) - session.heldLength(row)) : 0,
    unheard: isMessage && (flags & FLAG_UNHEARD) !== 0,
    cut: isMessage && (flags & FLAG_CUT) !== 0,
    found: false,
    meaning,
    marked: annotation.marked,
    pinned: annotation.pinned,
    note: annotation.note,
    trip,
  };
}

/** All of a row; the payload is a copy that may be transferred. */
export function messageDetail(
  session: Session,
  row: number,
  meaning: Row["meaning"] = null,
  annotation?: Annotation,
  trip: Row["trip"] = null,
): MessageDetail {
  const shown = rowView(session, row, null, meaning, annotation, trip);
  const inBody = session.log.bodyPlaceOf(row);
  return {
    row:
      shown.kind === "message"
        ? { ...shown, name: session.eventName(row), eventId: session.eventId(row) }
        : shown,
    payload: new Uint8Array(session.payload(row)),
    record: session.record(row),
    pieces: inBody === null ? streamPieces(session, row) : null,
    inBody,
  };
}

function problemOf(session: Session, row: number): string {
  const problem = session.streamPlace(row)?.problem ?? null;
  return problem === null ? "" : formatStreamProblem(problem);
}

function previewOf(payload: Uint8Array, binary: boolean): { text: string; cut: boolean } {
  if (binary) {
    const shown = payload.subarray(0, PREVIEW_BINARY_BYTES);
    const hex = Array.from(shown, (it) => it.toString(16).padStart(2, "0")).join(" ");
    return { text: hex, cut: shown.length < payload.length };
  }
  // Four bytes are the most that a character takes (UTF-8).
  const shown = decoder.decode(payload.subarray(0, PREVIEW_CHARS * 4));
  const { text, cut } = cutText(shown, PREVIEW_CHARS);
  return { text, cut: cut || payload.length > PREVIEW_CHARS * 4 };
}

/** The beginning of a text, in whole characters. */
function cutText(whole: string, maxChars: number): { text: string; cut: boolean } {
  const text = Array.from(whole.slice(0, maxChars * 2))
    .slice(0, maxChars)
    .join("");
  return { text, cut: text.length < whole.length };
}

/** A name as a list shows it; that of an event may be megabytes long. */
function cut(name: string): string {
  const { text, cut: isCut } = cutText(name, PREVIEW_CHARS);
  return isCut ? `${text}…` : text;
}

function nameOf(record: RecordEvent): string {
  return record.type === "request-finished" ? record.entry.request.method : record.type;
}

/** What a mark or a request says, whole. */
export function rowSentence(record: RecordEvent): string {
  return sentenceOf(record);
}

/** One line: the title and the facts, or what was answered to a request. */
function sentenceOf(record: RecordEvent): string {
  if (record.type === "request-finished") {
    const { request, response } = record.entry;
    return `${response.status === 0 ? say("answerFailed") : response.status} ${request.url}`;
  }
  const { title, facts } = formatRecord(record);
  return [title, ...facts.map(([, value]) => value)].join(" · ");
}
