import type { HarEntry } from "../core/wire/events.ts";
import type { ToldRequest } from "../core/wire/told-request.ts";
import type { Feed } from "./ingest.ts";
import type { NetworkLog } from "./network-log.ts";

/** The log may tell of the same request a little later, with more: its own clock, its own way. */
const LOG_WITHIN_MS = 1500;
/** So long it is awaited where it was listened to: what it has not told of by then it does not tell of. */
const LISTENED_WITHIN_MS = 5000;
const SAME_START_MS = 500;
const MAX_REMEMBERED = 1000;
/** RFC 9110 15.4.5. */
const NOT_MODIFIED = 304;

const COMMENT =
  "body not kept: while sockets are busy, Firefox’s network log is not listened to, since it would slow the page down";

/** Requests that Firefox' `webRequest` tells of, for those that nobody hears of in its network log. */
export interface ToldRequests {
  told(request: ToldRequest): void;
  /** The log has told of a request; answers whether that was fed before. */
  logged(entry: HarEntry): boolean;
}

interface Seen {
  readonly name: string;
  readonly at: number;
}

/**
 * Feeds the requests that the log did not tell of, without their bodies: those of a time in which nobody listened, and
 * those answered with 304 (Not Modified), of which it tells the first few only (of 30 in a row three, Firefox 153).
 */
export function watchToldRequests(log: () => NetworkLog, feed: Feed): ToldRequests {
  const logged: Seen[] = [];
  const fed: Seen[] = [];

  return {
    told(request) {
      const { entry, startedAt, endedAt, error } = request;
      if (!/^https?:/i.test(entry.request.url) || startedAt === null) return;
      const isOff = log().wasOff(startedAt, endedAt ?? startedAt);
      const isUnchanged = entry.response.status === NOT_MODIFIED;
      setTimeout(
        () => {
          const seen = { name: nameOf(entry), at: startedAt };
          // Each takes its own out of the log's, so that it is not taken for another one.
          if (take(logged, seen) || !(isOff || isUnchanged)) return;
          remember(fed, seen);
          const response = isUnchanged ? withNoBody(entry.response) : withoutBody(entry.response);
          const kept: HarEntry = { ...entry, response, ...(error === "" ? {} : { comment: error }) };
          const at = endedAt ?? startedAt;
          feed({ feed: "record", record: { type: "request-finished", at, entry: kept } });
        },
        isOff ? LOG_WITHIN_MS : LISTENED_WITHIN_MS,
      );
    },
    logged(entry) {
      const seen = { name: nameOf(entry), at: Date.parse(entry.startedDateTime) };
      if (take(fed, seen)) return true;
      remember(logged, seen);
      return false;
    },
  };
}

function withoutBody(response: HarEntry["response"]): HarEntry["response"] {
  return { ...response, content: { mimeType: "", ...response.content, size: -1, comment: COMMENT } };
}

/** A 304 has none. */
function withNoBody(response: HarEntry["response"]): HarEntry["response"] {
  return { ...response, content: { mimeType: "", ...response.content, size: 0 } };
}

/** Takes the one out that is the same request, which each other can be once only; answers whether there was one. */
function take(among: Seen[], { name, at }: Seen): boolean {
  let nearest = -1;
  let nearestMs = SAME_START_MS;
  for (const [index, it] of among.entries()) {
    const apartMs = Math.abs(it.at - at);
    if (it.name !== name || apartMs > nearestMs) continue;
    nearest = index;
    nearestMs = apartMs;
  }
  if (nearest !== -1) among.splice(nearest, 1);
  return nearest !== -1;
}

function remember(among: Seen[], seen: Seen): void {
  among.push(seen);
  if (among.length > MAX_REMEMBERED) among.shift();
}

function nameOf({ request }: HarEntry): string {
  return `${request.method} ${request.url.replace(/#.*$/s, "")}`;
}
