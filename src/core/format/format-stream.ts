import type { StreamProblem } from "../stream/stream-parser.ts";
import type { StreamReading, StreamRemark, StreamVia, UnseenWhy } from "../wire/events.ts";

const PROBLEMS: Readonly<Record<StreamProblem, string>> = {
  cut: "Not complete: the stream ended within it.",
  gap: "Not complete: what follows of it was not recorded.",
  headless: "Perhaps not complete: bytes before it were not recorded.",
  "not-json": "Not valid JSON.",
  "not-utf8": "Not valid UTF-8.",
  "not-base64": "Not base64, as this stream should be.",
  stray: "Not in its place: no record separator stands before it.",
  "unknown-flags": "Its flags are none of this protocol's.",
  unframed: "Where messages begin is not known any more: bytes before it were not recorded.",
};

/** What is wrong with an event, as a sentence. */
export function formatStreamProblem(problem: StreamProblem): string {
  return PROBLEMS[problem];
}

const READINGS: Readonly<Record<StreamReading, string>> = {
  stream: "piece by piece",
  progress: "by its growing responseText",
  text: "as a whole, by text()",
  json: "as a whole, by json()",
  arrayBuffer: "as a whole, by arrayBuffer()",
  bytes: "as a whole, by bytes()",
  blob: "as a whole, by blob()",
  formData: "as a whole, by formData()",
  document: "as a whole, as a document",
};

const XHR_READINGS: Partial<Record<StreamReading, string>> = {
  json: 'as a whole, with responseType "json"',
  arrayBuffer: 'as a whole, with responseType "arraybuffer"',
  blob: 'as a whole, with responseType "blob"',
  document: 'as a whole, with responseType "document"',
};

/** How the page reads a stream, as the end of "The page reads it …". */
export function formatReading(reading: StreamReading, via: StreamVia): string {
  return (via === "xhr" ? XHR_READINGS[reading] : undefined) ?? READINGS[reading];
}

/** Whether the page gets all of a stream at once, so that no time of a piece can be seen. */
export function isReadWhole(reading: StreamReading): boolean {
  return reading !== "stream" && reading !== "progress";
}

const UNSEEN: Readonly<Record<UnseenWhy, string>> = {
  piped: "The page piped the stream on inside the browser, where its pieces cannot be seen.",
  transferred: "The page handed the stream over to a worker or another window: what follows is read there.",
  "body-used":
    "The page gave the response's body to another object of the browser: what follows is read there.",
  json: "json() does not give the page the bytes. What the browser's network log has of them is shown when the request has finished.",
  document:
    "A parsed body does not give the page the bytes. What the browser's network log has of them is shown when the request has finished.",
};

/** Why a stream cannot be seen (any more), as a sentence. */
export function formatUnseen(why: UnseenWhy): string {
  return UNSEEN[why];
}

const REMARKS: Readonly<Record<StreamRemark, string>> = {
  comment: "Comment",
  retry: "Reconnection time",
  ignored: "Line that is passed over",
  undispatched: "Block without data: no event",
  blank: "Blank line",
  missing: "Bytes not recorded",
  cut: "Cut: larger than what is kept of one message",
};

/** What a stream says beside its events, in a word or two. */
export function formatRemark(what: StreamRemark): string {
  return REMARKS[what];
}
