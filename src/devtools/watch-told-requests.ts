import type { HarEntry } from "../core/wire/events.ts";
import type { ToldRequest } from "../core/wire/told-request.ts";
import type { Feed } from "./ingest.ts";
import type { NetworkLog } from "./network-log.ts";

/** The log may tell of the same request a little later, with more: its own clock, its own way. */
const LOG_WITHIN_MS = 1500;
const SAME_START_MS = 500;
const MAX_REMEMBERED = 1000;

const COMMENT =
  "body not kept: while sockets are busy, Firefox’s network log is not listened to, since it would slow the page down";

/** Requests that Firefox' `webRequest` tells of, for the times in which nobody listens to its network log. */
export interface ToldRequests {
  told(request: ToldRequest): void;
  /** The log has told of a request. */
  logged(entry: HarEntry): void;
}

/** Feeds the requests that the log did not tell of because nobody listened, without their bodies. */
export function watchToldRequests(log: () => NetworkLog, feed: Feed): ToldRequests {
  const logged: { name: string; at: number }[] = [];

  function isLogged({ entry, startedAt }: ToldRequest): boolean {
    const name = nameOf(entry);
    return logged.some((it) => it.name === name && Math.abs(it.at - (startedAt ?? 0)) <= SAME_START_MS);
  }

  return {
    told(request) {
      const { entry, startedAt, endedAt, error } = request;
      if (!/^https?:/i.test(entry.request.url) || startedAt === null) return;
      setTimeout(() => {
        if (!log().wasOff(startedAt, endedAt ?? startedAt) || isLogged(request)) return;
        const { response } = entry;
        const content = { size: -1, mimeType: "", ...response.content, comment: COMMENT };
        const kept: HarEntry = {
          ...entry,
          response: { ...response, content },
          ...(error === "" ? {} : { comment: error }),
        };
        feed({ feed: "record", record: { type: "request-finished", at: endedAt ?? startedAt, entry: kept } });
      }, LOG_WITHIN_MS);
    },
    logged(entry) {
      logged.push({ name: nameOf(entry), at: Date.parse(entry.startedDateTime) });
      if (logged.length > MAX_REMEMBERED) logged.shift();
    },
  };
}

function nameOf({ request }: HarEntry): string {
  return `${request.method} ${request.url.replace(/#.*$/s, "")}`;
}
