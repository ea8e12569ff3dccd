import type { Bytes } from "../../units.ts";
import type { HarEntry } from "../../wire/events.ts";
import { headerOf } from "../../wire/header-of.ts";
import { responseHeadBytes } from "../cost/header-bytes.ts";

/** RFC 9110 15.4.5. */
export const NOT_MODIFIED = 304;

/**
 * What came of an answer of 304 that is told as 200, with the headers of the one that was stored: Chromium says what came on the wire on another
 * way, and its HAR is at times without it (seen on a busy machine; what it then says came on the wire was not looked at). Such a request named a
 * condition, and where what came is less than the head of the answer that is told of, it was another: of HTTP/1.1, since HTTP/2 compresses it.
 * Null for every other entry.
 */
export function headOfNotModified({ request, response }: HarEntry): Bytes | null {
  const { status, statusText = "", headers = [], httpVersion, _transferSize: whole } = response;
  const isConditional =
    headerOf(request.headers, "if-none-match") !== null ||
    headerOf(request.headers, "if-modified-since") !== null;
  if (status !== 200 || !isConditional || typeof whole !== "number" || whole <= 0) return null;
  if (!/^http\/1/i.test(httpVersion ?? "")) return null;
  return whole < responseHeadBytes({ status, statusText, headers }) ? whole : null;
}
