import type { EpochMs } from "../units.ts";
import type { HarEntry } from "../wire/events.ts";
import { isNumber, isObject } from "./checks.ts";
import { parseHarTime, toIsoTime } from "./har-dates.ts";

/**
 * A recorded HTTP entry with all that HAR 1.2 requires of one, and nothing that would make Chrome's importer
 * throw (it reads sizes, times and cookie dates with functions that do). Everything else is passed on as it came.
 */
export function completeHarEntry(entry: HarEntry, at: EpochMs): Record<string, unknown> {
  const { request, response } = entry;
  const started = parseHarTime(entry.startedDateTime);
  const completed: Record<string, unknown> = {
    ...entry,
    startedDateTime: started === null ? toIsoTime(at) : entry.startedDateTime,
    time: entry.time,
    request: {
      ...request,
      method: request.method,
      url: request.url,
      httpVersion: text(request.httpVersion),
      cookies: cookies(request.cookies),
      headers: request.headers ?? [],
      queryString: Array.isArray(request.queryString)
        ? request.queryString.filter(isObject)
        : queryOf(request.url),
      headersSize: size(request.headersSize),
      bodySize: size(request.bodySize),
    },
    response: {
      ...response,
      status: response.status,
      statusText: text(response.statusText),
      httpVersion: text(response.httpVersion),
      cookies: cookies(response.cookies),
      headers: response.headers ?? [],
      content: {
        ...response.content,
        size: isNumber(response.content?.size) ? response.content.size : 0,
        mimeType: text(response.content?.mimeType) || "x-unknown",
      },
      redirectURL: text(response.redirectURL),
      headersSize: size(response.headersSize),
      bodySize: size(response.bodySize),
    },
    cache: isObject(entry.cache) ? entry.cache : {},
    timings: timings(entry.timings, entry.time),
  };
  const { postData } = request;
  if (!isObject(postData)) delete (completed.request as Record<string, unknown>).postData;
  if (!isObject(completed._initiator)) delete completed._initiator;
  return completed;
}

/** The `queryString` of a URL, percent-decoded where that can be done. */
export function queryOf(url: string): { name: string; value: string }[] {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? "";
  if (query === "") return [];
  return query.split("&").map((pair) => {
    const cut = pair.indexOf("=");
    if (cut < 0) return { name: decode(pair), value: "" };
    return { name: decode(pair.slice(0, cut)), value: decode(pair.slice(cut + 1)) };
  });
}

function decode(encoded: string): string {
  const spaced = encoded.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** HAR writes -1 for a size that is not known. */
function size(value: unknown): number {
  return isNumber(value) ? value : -1;
}

function cookies(value: unknown): unknown[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map(({ expires, ...cookie }) => {
    return parseHarTime(expires) === null ? cookie : { ...cookie, expires };
  });
}

function timings(value: unknown, time: number): Record<string, unknown> {
  const known = isObject(value) ? value : {};
  const checked = Object.fromEntries(
    Object.entries(known).filter(([name, it]) => name === "comment" || isNumber(it)),
  );
  // `send`, `wait` and `receive` are required; an entry without any spent its time waiting, as far as is known.
  return { send: 0, wait: isObject(value) ? 0 : Math.max(0, time), receive: 0, ...checked };
}
