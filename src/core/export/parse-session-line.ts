import { formatCount } from "../format/format-count.ts";
import { type Annotation, changeAnnotation, MAX_NOTE_LENGTH, NO_ANNOTATION } from "../model/annotation.ts";
import { say } from "../text/say.ts";
import type { Bytes, EpochMs } from "../units.ts";
import {
  FLAG_BINARY,
  FLAG_CHUNK,
  FLAG_CUT,
  FLAG_PARTIAL,
  FLAG_RECEIVED,
  FLAG_UNHEARD,
} from "../wire/batch.ts";
import type { RecordEvent } from "../wire/events.ts";
import { parseRecord } from "../wire/parse-record.ts";
import { fromBase64 } from "./base64.ts";
import { isCount, isNumber, isObject, isTooDeep } from "./checks.ts";
import { SESSION_FILE_FORMAT, SESSION_FILE_VERSION, type SessionFileLine } from "./session-file-format.ts";

/** As in `parseBatch`. */
const MAX_FRAME_LENGTH = 64;
/** More lost events than any recording has; keeps sequence numbers safe integers. */
const MAX_LOST = 1e12;

/** The first line of a session file. */
export interface SessionFileHeader {
  readonly version: number;
  readonly name: string;
  readonly startedAt: EpochMs | null;
  readonly exportedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  readonly generator: string;
  readonly lost: number;
}

/** A line of a session file that has been checked. `connection` 0 is: not known. */
export type ParsedLine =
  | {
      readonly kind: "message";
      readonly frame: string | null;
      readonly connection: number;
      readonly at: EpochMs;
      readonly flags: number;
      readonly payload: string | Uint8Array;
      readonly size: Bytes;
      readonly eventName: string;
      readonly eventId: string;
    }
  | { readonly kind: "record"; readonly frame: string | null; readonly record: RecordEvent }
  /** `row` is its number in the log. */
  | { readonly kind: "annotation"; readonly row: number; readonly annotation: Annotation }
  | { readonly kind: "end"; readonly lines: number }
  /** Why the line is refused: the end of the sentence "Line 12 is damaged: …". */
  | { readonly kind: "damaged"; readonly why: string };

/** Reads the first line; or a sentence for the user. */
export function parseSessionHeader(text: string): SessionFileHeader | { problem: string } {
  const line = parseObject(text);
  if (line?.format !== SESSION_FILE_FORMAT) {
    return { problem: say("thisIsNotASession") };
  }
  const { version, name, startedAt, endedAt, exportedAt, generator, lost } = line;
  if (!isCount(version) || version === 0) {
    return { problem: say("thisSessionFileIsDamagedIts") };
  }
  if (version > SESSION_FILE_VERSION) {
    return {
      problem: say("thisSessionFileWasWritten", { version, session_file_version: SESSION_FILE_VERSION }),
    };
  }
  return {
    version,
    name: typeof name === "string" ? name : "",
    startedAt: isNumber(startedAt) ? startedAt : null,
    exportedAt: isNumber(exportedAt) ? exportedAt : null,
    endedAt: isNumber(endedAt) ? endedAt : null,
    generator: typeof generator === "string" ? generator : "",
    lost: isCount(lost) && lost <= MAX_LOST ? lost : 0,
  };
}

/** The object of a line, or null where it holds none. */
export function parseObject(text: string): SessionFileLine | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Checks a line of the newest version. */
export function parseSessionLine(line: SessionFileLine): ParsedLine {
  if (line.type === "message") return parseMessage(line);
  if (line.type === "chunk") return parseChunk(line);
  if (line.type === "annotation") return parseAnnotation(line);
  if (line.type === "end") {
    return isCount(line.lines) ? { kind: "end", lines: line.lines } : damaged(say("itDoesNotSayHow"));
  }
  const { frame = null, ...fields } = line;
  if (!isFrame(frame)) return damaged(say("itsFrameIsNotA"));
  if (isTooDeep(fields)) return damaged(say("itIsNestedTooDeeply"));
  // Every line names its connection; of the records, these do not.
  const owned = fields.connection !== null && fields.type !== "request-finished";
  if (!owned && fields.type !== "messages-dropped" && fields.type !== "handshake") delete fields.connection;
  const record = parseRecord(JSON.stringify(fields));
  if (record === null) return damaged(say("itIsNoValidRecord", { type: shown(line.type) }));
  return { kind: "record", frame, record };
}

function parseAnnotation({ row, marked, pinned, note = "" }: SessionFileLine): ParsedLine {
  if (!isCount(row) || row === 0) return damaged(say("itsRowIsNotA"));
  if (typeof note !== "string" || note.length > MAX_NOTE_LENGTH) {
    return damaged(say("itsNoteIsNoText", { max_note_length: formatCount(MAX_NOTE_LENGTH) }));
  }
  const change = { marked: marked === true, pinned: pinned === true, note };
  const annotation = changeAnnotation(NO_ANNOTATION, change);
  if (annotation === null) return damaged(say("itSaysNothingOfIts"));
  return { kind: "annotation", row: row - 1, annotation };
}

function parseChunk(line: SessionFileLine): ParsedLine {
  if (!isCount(line.position)) return damaged(say("itDoesNotSayHowMany"));
  const parsed = parseMessage({
    ...line,
    direction: "received",
    eventName: "",
    eventId: String(line.position),
  });
  return parsed.kind === "message" ? { ...parsed, flags: parsed.flags | FLAG_CHUNK } : parsed;
}

function parseMessage(line: SessionFileLine): ParsedLine {
  const { connection = null, direction, at, payloadType, size, text, base64 } = line;
  const {
    frame = null,
    eventName = "",
    eventId = "",
    unfinished = false,
    cut = false,
    unheard = false,
  } = line;
  if (!isFrame(frame)) return damaged(say("itsFrameIsNotA"));
  if (connection !== null && (!isCount(connection) || connection === 0)) {
    return damaged(say("itsConnectionIsNotA"));
  }
  if (direction !== "sent" && direction !== "received") {
    return damaged(say("itsDirectionIsNeitherSent"));
  }
  if (!isNumber(at)) return damaged(say("itHasNoTime"));
  if (payloadType !== "text" && payloadType !== "binary") {
    return damaged(say("itsPayloadTypeIsNeither"));
  }
  if (typeof eventName !== "string" || typeof eventId !== "string") {
    return damaged(say("itsEventNameOrId"));
  }
  const payload = typeof text === "string" ? text : typeof base64 === "string" ? fromBase64(base64) : null;
  if (payload === null) return damaged(say("itsPayloadIsNeitherText"));
  const encoded = typeof payload === "string" ? encoder.encode(payload) : payload;
  if (size !== undefined && (!isCount(size) || size < encoded.length)) {
    return damaged(say("itsSizeIsLessThan"));
  }
  return {
    kind: "message",
    frame,
    connection: connection ?? 0,
    at,
    flags:
      (direction === "received" ? FLAG_RECEIVED : 0) |
      (payloadType === "binary" ? FLAG_BINARY : 0) |
      (unfinished === true ? FLAG_PARTIAL : 0) |
      (cut === true ? FLAG_CUT : 0) |
      (unheard === true ? FLAG_UNHEARD : 0),
    payload: encoded,
    size: size ?? encoded.length,
    eventName,
    eventId,
  };
}

const encoder = new TextEncoder();

/** A type as a part of a sentence: what is no short text is not shown. */
function shown(type: unknown): string {
  return typeof type === "string" && type.length <= 40 ? JSON.stringify(type) : "unknown";
}

function isFrame(value: unknown): value is string | null {
  return value === null || (typeof value === "string" && value.length <= MAX_FRAME_LENGTH);
}

function damaged(why: string): ParsedLine {
  return { kind: "damaged", why };
}
