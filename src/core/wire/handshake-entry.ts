import type { EpochMs } from "../units.ts";
import type { HarEntry, HarHeader } from "./events.ts";

/** The two halves of a handshake as the browser's debugger tells them; null is: not told. */
interface Asked {
  readonly at: EpochMs;
  readonly headers: HarHeader[];
}
interface Answered {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HarHeader[];
  readonly requestHeaders: HarHeader[] | null;
}

/** A handshake as a HAR entry, in the form of Chrome's network log; status 0 where there was no answer. */
export function toHandshakeEntry(
  url: string,
  asked: Asked | null,
  endedAt: EpochMs,
  answer: Answered | null,
): HarEntry {
  const startedAt = Math.min(asked?.at ?? endedAt, endedAt);
  const time = endedAt - startedAt;
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time,
    request: {
      method: "GET",
      url,
      httpVersion: "HTTP/1.1",
      headers: answer?.requestHeaders ?? asked?.headers ?? [],
    },
    response: {
      status: answer?.status ?? 0,
      statusText: answer?.statusText ?? "",
      httpVersion: answer === null ? "" : "HTTP/1.1",
      headers: answer?.headers ?? [],
    },
    timings: { wait: time },
    cache: {},
    _resourceType: "websocket",
  };
}
