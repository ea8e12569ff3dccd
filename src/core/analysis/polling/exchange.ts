import { fromBase64 } from "../../export/base64.ts";
import { isAsset } from "../../model/is-asset.ts";
import { startOf } from "../../model/reduce-record.ts";
import type { EpochMs, Milliseconds } from "../../units.ts";
import type { HarEntry, HarHeader } from "../../wire/events.ts";
import { headerOf } from "../../wire/header-of.ts";
import { bytesOf } from "../cost/header-bytes.ts";
import { headOfNotModified, NOT_MODIFIED } from "./head-of-not-modified.ts";
import { readInitiator } from "./read-initiator.ts";

/** A finished HTTP request with what a search for loops looks at. */
export interface Exchange {
  /** Its row in the log. */
  readonly row: number;
  /** The `id` of the connection that it was counted to. */
  readonly connection: number;
  readonly at: EpochMs;
  /** When the answer had come whole. */
  readonly endAt: EpochMs;
  /** From the request until the answer began; the whole span where that is not told. */
  readonly waitMs: Milliseconds;
  readonly method: string;
  /** Without a fragment. */
  readonly url: string;
  readonly status: number;
  readonly httpVersion: string;
  readonly requestHeaders: readonly HarHeader[];
  readonly answerHeaders: readonly HarHeader[];
  /** What the answer's head took, where it is not the one that the headers tell of; null where it is. */
  readonly answerHeadBytes: number | null;
  readonly statusText: string;
  /** The request's body; null where it has none, or none was recorded. */
  readonly body: string | null;
  /** Of its body, as its own header says; else what was recorded. */
  readonly bodyBytes: number;
  /** The answer's body; null where it was not recorded. */
  readonly answer: string | null;
  /** The UTF-8 of that text; null where it was not recorded. */
  readonly answerTextBytes: number | null;
  /** As it came over the wire, compressed where it was; null where it is not known. */
  readonly answerBytes: number | null;
  /** It came in chunks, and those bytes are without their framing (RFC 9112 7.1): Firefox does not tell of it. */
  readonly unframed: boolean;
  readonly mimeType: string;
  /** The browser's own word on what asked (Chromium): `fetch`, `xhr`, `ping`… */
  readonly type: string | null;
  readonly asset: boolean;
  /** Answered without the network. */
  readonly cached: boolean;
  /** What tells one caller from another; null where the recording does not say. */
  readonly initiator: string | null;
  /** Whether a timer called; null where the recording does not say. */
  readonly byTimer: boolean | null;
  /** Of the opening of an EventSource: what it brought. */
  readonly events?: number;
}

const decoder = new TextDecoder();

/** Reads an entry of the browser's network log. */
export function toExchange(entry: HarEntry, row: number, connection: number): Exchange {
  const { request, response, _resourceType: type, _fromCache } = entry;
  const { content = {} } = response;
  const answerHeadBytes = headOfNotModified(entry);
  const at = startOf(entry);
  const answer = answerOf(entry);
  const body = request.postData?.text ?? null;
  const { initiator, byTimer } = readInitiator(entry._initiator);
  const cached = (typeof _fromCache === "string" && _fromCache !== "") || _fromCache === true;
  return {
    row,
    connection,
    at,
    endAt: at + Math.max(0, entry.time),
    waitMs: waitOf(entry),
    method: request.method.toUpperCase(),
    url: request.url.replace(/#.*$/s, ""),
    status: answerHeadBytes === null ? response.status : NOT_MODIFIED,
    httpVersion: request.httpVersion || response.httpVersion || "",
    requestHeaders: request.headers ?? [],
    answerHeaders: response.headers ?? [],
    answerHeadBytes,
    statusText: response.statusText ?? "",
    body,
    bodyBytes: sentBytes(entry),
    answer,
    answerTextBytes: answer === null ? null : bytesOf(answer),
    answerBytes: answerBytes(entry),
    unframed: isChunked(entry) && framedBytes(entry) === null,
    mimeType: (headerOf(response.headers, "content-type") ?? content.mimeType ?? "").toLowerCase(),
    type: typeof type === "string" ? type : null,
    asset: isAsset(entry),
    cached,
    initiator,
    byTimer,
  };
}

function waitOf({ time, timings }: HarEntry): Milliseconds {
  const receive = (timings as { receive?: unknown } | undefined)?.receive;
  return Math.max(0, time - (typeof receive === "number" && receive > 0 ? receive : 0));
}

function answerOf({ response: { content } }: HarEntry): string | null {
  if (content?.text === undefined) return content?.size === 0 ? "" : null;
  if (content.encoding !== "base64") return content.text;
  const bytes = fromBase64(content.text);
  return bytes === null ? content.text : decoder.decode(bytes);
}

/**
 * Browsers give a body as text, of which the number of bytes cannot be told where it was none: Chromium's has a character for each byte then. Of a
 * request that was told of before its headers were known, which is one of whose bytes there are at least so many, the fewest are counted.
 */
function sentBytes({ request: { headers, postData, bodySize = 0 } }: HarEntry): number {
  const length = lengthIn(headers);
  if (length !== null) return length;
  const text = postData?.text;
  if (text === undefined) return Math.max(0, bodySize);
  const mayBeBytes = !namesHost(headers) && /^[\0-\xff]*$/.test(text);
  return mayBeBytes ? text.length : bytesOf(text);
}

/** Each request does (RFC 9112 3.2, RFC 9113 8.3.1); one that does not was told of before its headers were known. */
export function namesHost(headers: readonly HarHeader[] | undefined): boolean {
  return headerOf(headers, "host") !== null || headerOf(headers, ":authority") !== null;
}

function isChunked({ response: { headers } }: HarEntry): boolean {
  return /\bchunked\b/i.test(headerOf(headers, "transfer-encoding") ?? "");
}

/** Chromium counts on the wire: its `bodySize` is what is left of that without the headers. */
function framedBytes({ response: { bodySize = -1, _transferSize: whole } }: HarEntry): number | null {
  return typeof whole === "number" && whole > 0 && bodySize >= 0 ? bodySize : null;
}

function lengthIn(headers: readonly HarHeader[] | undefined): number | null {
  const length = headerOf(headers, "content-length");
  return length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null;
}

/**
 * The length that the server said; of chunks what Chromium counted; else that of a body that was not compressed; else the browser's own word, which in Firefox has the
 * headers in it, and in Chromium's HTTP/2 is -1.
 */
function answerBytes(entry: HarEntry): number | null {
  const { bodySize = -1, headersSize = -1, content = {}, headers } = entry.response;
  const length = lengthIn(headers) ?? (isChunked(entry) ? framedBytes(entry) : null);
  if (length !== null) return length;
  const isPacked = headerOf(headers, "content-encoding") !== null;
  if (!isPacked && content.size !== undefined && content.size >= 0) return content.size;
  if (bodySize < 0) return null;
  return content.size !== undefined && bodySize > content.size && headersSize > 0
    ? Math.max(0, bodySize - headersSize)
    : bodySize;
}
