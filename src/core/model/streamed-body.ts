import type { EpochMs } from "../units.ts";
import type { HarEntry } from "../wire/events.ts";
import type { Connection } from "./connection.ts";
import { answeredMs, answerHeader, contentTypeOf } from "./link-requests.ts";
import { addConnection } from "./open-connection.ts";
import type { SessionState } from "./session.ts";

/** The last step of a path that names a method of its own (https://google.aip.dev/136): `/v1/models/x:streamGenerateContent`. */
const CUSTOM_METHOD = /^[^?#]*\/[^/?#]*:([a-z][A-Za-z]{1,60})(?:[?#]|$)/;

/** Whoever writes an array that is complete puts commas behind elements, not on a line of their own before the next. */
const COMMA_BEFORE_ELEMENT = /[}\]]\r?\n,[\r\n]/;

/** Whether an answer was streamed that no hook watches: of its content type most are not. */
export function isStreamedBody(entry: HarEntry): boolean {
  return isStreamedArray(entry) || isDataStream(entry);
}

/** The data stream of Vercel's AI SDK before its version 5, lines of `text/plain`: a header says so. */
function isDataStream(entry: HarEntry): boolean {
  const { text = "" } = entry.response.content ?? {};
  const isText = /^\s*text\/plain\b/i.test(contentTypeOf(entry));
  return isText && text !== "" && answerHeader(entry, "x-vercel-ai-data-stream") !== undefined;
}

/**
 * Whether an answer is a JSON array that was streamed, as Google's services do: to a method of its own, which else answers with an object, and it
 * is called so, or written element by element. Other arrays do not tell.
 */
function isStreamedArray(entry: HarEntry): boolean {
  if (!/^\s*application\/json\b/i.test(contentTypeOf(entry))) return false;
  const method = CUSTOM_METHOD.exec(entry.request.url.slice(0, 4000))?.[1];
  const { text = "", encoding } = entry.response.content ?? {};
  if (method === undefined || encoding === "base64" || !/^\s{0,100}\[/.test(text)) return false;
  return /^stream(?:[A-Z]|$)/.test(method) || COMMA_BEFORE_ELEMENT.test(text);
}

/** The connection of such an answer: no hook watches it, so that it is known when it has ended, and only then. */
export function addStreamedBody(
  state: SessionState,
  frame: string,
  entry: HarEntry,
  at: EpochMs,
): Connection {
  const { request, response, time, _resourceType } = entry;
  const connection = addConnection(state, frame, null, "fetch-stream", {
    url: request.url,
    at,
    method: request.method.toUpperCase(),
    stream: {
      via: _resourceType === "xhr" ? "xhr" : "fetch",
      reading: "json",
      status: Math.max(0, Math.trunc(response.status)),
      contentType: contentTypeOf(entry),
      requestedAt: at,
      chunks: 0,
      unseen: null,
    },
  });
  connection.state = "closed";
  connection.openedAt = at + Math.min(answeredMs(entry), Math.max(0, time));
  connection.close = { at: at + Math.max(0, time), code: null, reason: "", wasClean: null, by: "unknown" };
  return connection;
}
