import {
  type HarEntry,
  LIFECYCLE_STATES,
  type RecordEvent,
  STREAM_READINGS,
  STREAM_REMARKS,
  UNSEEN_WHYS,
} from "./events.ts";
import { withoutUnusableFields } from "./known-har-fields.ts";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isNumber: Check = (value) => typeof value === "number" && Number.isFinite(value);
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isSpan: Check = (value) => isNumber(value) && (value as number) >= 0;
const isFlag: Check = (value) => typeof value === "boolean";
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const orNull = (check: Check): Check => {
  return (value) => value === null || check(value);
};
const orMissing = (check: Check): Check => {
  return (value) => value === undefined || check(value);
};
const oneOf = (words: readonly string[]): Check => {
  return (value) => words.includes(value as string);
};
const isClosedBy = oneOf(["page", "server", "network", "unknown"]);

const isWorkerKind: Check = (value) =>
  [undefined, "dedicated", "shared", "service"].includes(value as string);

/** The fields of each record beside `type` and `at`; what is not listed is not looked at. */
const FIELDS: { [T in RecordEvent["type"]]: Record<string, Check> } = {
  "frame-started": { url: isText, top: isFlag, origin: isText, worker: isWorkerKind },
  "frame-left": { frame: orMissing(isText), url: isText, kept: isFlag },
  "frame-shown": { url: isText },
  navigated: { url: isText },
  "lifecycle-changed": { state: oneOf(LIFECYCLE_STATES) },
  "thread-blocked": { blockedMs: isSpan },
  "socket-created": {
    connection: isCount,
    url: isText,
    protocols: isTexts,
    api: orMissing(oneOf(["WebSocketStream"])),
  },
  "socket-opened": { connection: isCount, protocol: isText, extensions: isText },
  "socket-closing": { connection: isCount, code: orNull(isNumber), reason: isText },
  "socket-errored": { connection: isCount },
  "socket-buffered": { connection: isCount, bytes: isCount },
  "send-discarded": { connection: isCount, bytes: isCount },
  "socket-closed": {
    connection: isCount,
    code: orNull(isNumber),
    reason: isText,
    wasClean: orNull(isFlag),
    by: isClosedBy,
    unsentBytes: orMissing(isCount),
  },
  "source-created": { connection: isCount, url: isText, withCredentials: isFlag },
  "source-opened": { connection: isCount },
  "source-errored": { connection: isCount, reconnecting: isFlag },
  "source-closed": { connection: isCount },
  "stream-opened": {
    connection: isCount,
    requestedAt: orNull(isNumber),
    via: oneOf(["fetch", "xhr"]),
    reading: oneOf(STREAM_READINGS),
    method: orNull(isText),
    url: isText,
    status: isCount,
    contentType: isText,
  },
  "stream-ended": { connection: isCount, by: isClosedBy, reason: isText },
  "stream-unseen": { connection: isCount, why: oneOf(UNSEEN_WHYS) },
  "stream-remarked": { connection: isCount, what: oneOf(STREAM_REMARKS), text: isText },
  "request-finished": { entry: isHarEntry },
  handshake: {
    frame: orMissing(isText),
    connection: orNull(isCount),
    entry: isHarEntry,
    error: isText,
    among: isCount,
  },
  "connection-joined": { connection: isCount, frame: isText, of: isCount },
  "frame-seen": { frame: orMissing(isText), frameId: isCount, url: isText, origin: isText },
  "recording-paused": {},
  "recording-resumed": {},
  "messages-dropped": { connection: orNull(isCount), count: isCount, bytes: isCount, why: isText },
  "hook-failed": { count: isCount, message: isText },
};

/** Reads a record's JSON; null where it is not one of ours, in every field. Of a HAR entry what is not required, and not of HAR's type, is left out. */
export function parseRecord(json: string): RecordEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const record = value as Record<string, unknown>;
  if (typeof record.type !== "string" || !Object.hasOwn(FIELDS, record.type) || !isNumber(record.at))
    return null;
  const fields = FIELDS[record.type as RecordEvent["type"]];
  for (const [name, check] of Object.entries(fields)) {
    if (!check(record[name])) return null;
  }
  const checked = record as unknown as RecordEvent;
  return "entry" in checked ? { ...checked, entry: withoutUnusableFields(checked.entry) } : checked;
}

/** Whether a record has no field beside those that are checked: foreign ones may be of any depth and size. */
export function hasOnlyItsFields(record: RecordEvent): boolean {
  const fields = FIELDS[record.type];
  return Object.keys(record).every((name) => name === "type" || name === "at" || Object.hasOwn(fields, name));
}

/** Whether a value has what every part of Duplex relies on in a HAR entry (HAR 1.2, "entries"). */
export function isHarEntry(value: unknown): value is HarEntry {
  if (!isObject(value) || !isText(value.startedDateTime) || !isNumber(value.time)) return false;
  const { request, response } = value;
  if (!isObject(request) || !isText(request.method) || !isText(request.url)) return false;
  if (!isObject(response) || !isNumber(response.status)) return false;
  if (!isHeaders(request.headers) || !isHeaders(response.headers)) return false;
  const { postData } = request;
  if (postData !== undefined && postData !== null && !isObject(postData)) return false;
  return response.content === undefined || isObject(response.content);
}

function isHeaders(value: unknown): boolean {
  if (value === undefined) return true;
  return Array.isArray(value) && value.every((it) => isObject(it) && isText(it.name) && isText(it.value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
