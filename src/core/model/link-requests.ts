import type { EpochMs, Milliseconds } from "../units.ts";
import type { HarEntry } from "../wire/events.ts";
import { streamFormatOf } from "../wire/stream-format.ts";
import type { Connection } from "./connection.ts";

/** Two clocks name the same moment, the page's and the network's; they are less than this apart. */
const MAX_APART_MS = 10_000;

/** By so little may a page seem to be given an answer before it has begun. */
const MOST_EARLY_MS = 250;

/** A page is given an answer after it has begun: what the clocks say otherwise weighs so much more. */
const MUCH_WORSE = 4;

/** A request that may turn out to be a stream's. */
export interface WaitingRequest {
  readonly row: number;
  readonly at: EpochMs;
  readonly entry: HarEntry;
  /** The endpoint it was counted to. */
  readonly endpoint: Connection;
}

/**
 * Finds which finished request of the browser's network log is the one that a streamed response answered, so that it is
 * listed once. Either may come first. Told apart are streams of the same URL by method and time, as far as they are known.
 */
export interface RequestLinks {
  /** The stream that this request began, which is then taken. */
  streamOf(entry: HarEntry, at: EpochMs): Connection | null;
  /** No stream of it is known (yet). */
  wait(request: WaitingRequest): void;
  /** The request of a stream that has been opened; null where it has not come (yet). */
  requestOf(stream: Connection): WaitingRequest | null;
  /** What waits, to be stored; the entry of a request is in its row. */
  save(): SavedLinks;
  restore(streams: readonly Connection[], requests: readonly WaitingRequest[]): void;
}

/** By number: streams are connections. */
export interface SavedLinks {
  readonly streams: readonly number[];
  readonly requests: readonly { readonly row: number; readonly at: EpochMs; readonly endpoint: number }[];
}

/** Creates the links of an empty session. */
export function createRequestLinks(): RequestLinks {
  const streams = new Map<string, Connection[]>();
  const requests = new Map<string, WaitingRequest[]>();

  return {
    streamOf(entry, at) {
      if (!isStreamEntry(entry)) return null;
      return takeNearest(streams.get(keyOf(entry.request.url)), (it) => distance(it, entry, at));
    },
    wait(request) {
      if (!isStreamEntry(request.entry)) return;
      listOf(requests, keyOf(request.entry.request.url)).push(request);
    },
    requestOf(stream) {
      const key = keyOf(stream.url);
      const found = takeNearest(requests.get(key), ({ at, entry }) => distance(stream, entry, at));
      if (found === null) listOf(streams, key).push(stream);
      return found;
    },
    save() {
      const all = [...requests.values()].flat();
      return {
        streams: [...streams.values()].flat().map(({ id }) => id),
        requests: all.map(({ row, at, endpoint }) => ({ row, at, endpoint: endpoint.id })),
      };
    },
    restore(waitingStreams, waitingRequests) {
      for (const stream of waitingStreams) listOf(streams, keyOf(stream.url)).push(stream);
      for (const request of waitingRequests) listOf(requests, keyOf(request.entry.request.url)).push(request);
    },
  };
}

/**
 * How badly a request fits a stream; null where it does not. A page is not asked when it called `fetch`, nor with which
 * method: then the request is the one whose answer had begun shortly before the page was given it.
 */
function distance({ stream, method, openedAt }: Connection, entry: HarEntry, at: EpochMs): number | null {
  if (method !== null && method !== entry.request.method.toUpperCase()) return null;
  if (stream !== null && stream.status > 0 && entry.response.status > 0) {
    if (stream.status !== entry.response.status) return null;
  }
  const asked = stream?.requestedAt ?? null;
  if (asked !== null) return Math.abs(at - asked) <= MAX_APART_MS ? Math.abs(at - asked) : null;
  const after = (openedAt ?? 0) - at - answeredMs(entry);
  if (after < -MOST_EARLY_MS) return null;
  // Another request of the URL that is under way, one that has no end, was given before this one was answered.
  return after < 0 ? -after * MUCH_WORSE : after;
}

/** How long a request took until its answer began; 0 where that is not told. */
export function answeredMs({ timings }: HarEntry): Milliseconds {
  if (typeof timings !== "object" || timings === null) return 0;
  const spans = timings as Readonly<Record<string, unknown>>;
  let sum = 0;
  for (const name of ["blocked", "dns", "connect", "send", "wait"]) {
    const span = spans[name];
    if (typeof span === "number" && span > 0) sum += span;
  }
  return sum;
}

function takeNearest<T>(list: T[] | undefined, apart: (it: T) => number | null): T | null {
  let nearest: T | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const it of list ?? []) {
    const by = apart(it);
    if (by === null || by >= least) continue;
    nearest = it;
    least = by;
  }
  if (nearest !== null) list?.splice(list.indexOf(nearest), 1);
  return nearest;
}

function listOf<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

/** A request has no fragment, the URL that a page gave may. */
function keyOf(url: string): string {
  return url.replace(/#.*$/s, "");
}

/** Whether the answer to a request is a stream of those that are watched. */
export function isStreamEntry(entry: HarEntry): boolean {
  return streamFormatOf(contentTypeOf(entry)) !== null;
}

/** As the answer says it; as the browser understood it, where no header is told. */
export function contentTypeOf(entry: HarEntry): string {
  return answerHeader(entry, "content-type") ?? entry.response.content?.mimeType ?? "";
}

/** A header of the answer, by its name in lower case. */
export function answerHeader({ response }: HarEntry, name: string): string | undefined {
  return response.headers?.find((it) => it.name.toLowerCase() === name)?.value;
}
