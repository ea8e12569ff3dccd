import { headerOf } from "../../wire/header-of.ts";
import { streamFormatOf } from "../../wire/stream-format.ts";
import type { Exchange } from "./exchange.ts";

/** What asks the server to change something is not asked again to learn of news. */
const NEVER = new Set(["PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"]);
/** Chromium's types of requests that only report. */
const REPORTS = new Set(["ping", "beacon", "csp-violation-report", "preflight"]);
/** Parts of films and of large files. */
const MEDIA = /^(video|audio|font)\/|^text\/css/;

/** Whether a request may be one of a loop; what loads, reports, prefetches and streams is not. */
export function isCandidate(it: Exchange): boolean {
  if (NEVER.has(it.method) || !/^https?:/i.test(it.url)) return false;
  if (it.type !== null && REPORTS.has(it.type)) return false;
  if (it.status === 101 || (it.status === 206 && !isTail(it))) return false;
  // A redirection's target is asked for, too, and counted there.
  if (it.status >= 300 && it.status < 400 && it.status !== 304) return false;
  if (MEDIA.test(it.mimeType) || isStream(it.mimeType)) return false;
  return !isPrefetch(it) && !isUploadPart(it);
}

/** What a text has grown by (RFC 9110 14.2), as of a log: asked for to its end. */
function isTail({ requestHeaders, mimeType }: Exchange): boolean {
  return (
    /^bytes=\d+-$/.test(headerOf(requestHeaders, "range") ?? "") && /^text\/|json|xml|ndjson/.test(mimeType)
  );
}

/** gRPC-Web has one type for streams and for single calls. */
function isStream(mimeType: string): boolean {
  const format = streamFormatOf(mimeType);
  return format !== null && !format.startsWith("grpc-web");
}

/** Parts of one file that say in a header where they belong, and may have one URL (RFC 9110 14.5, tus, Google's resumable uploads). */
function isUploadPart({ method, requestHeaders }: Exchange): boolean {
  return (
    method === "POST" &&
    ["content-range", "upload-offset", "x-goog-upload-offset"].some(
      (name) => headerOf(requestHeaders, name) !== null,
    )
  );
}

function isPrefetch({ requestHeaders }: Exchange): boolean {
  return ["purpose", "sec-purpose", "x-purpose", "x-moz"].some((name) =>
    /prefetch|prerender|preview/i.test(headerOf(requestHeaders, name) ?? ""),
  );
}
