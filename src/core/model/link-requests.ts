import type { EpochMs } from "../units.ts";
import type { HarEntry } from "../wire/events.ts";
import { streamFormatOf } from "../wire/stream-format.ts";
import type { Connection } from "./connection.ts";

/** Two clocks name the same moment, the page's and the network's; they are less than this apart. */
const MAX_APART_MS = 10_000;

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
    streamOf({ request }, at) {
      return takeNearest(streams.get(keyOf(request.url)), (it) => distance(it, request.method, at));
    },
    wait(request) {
      if (!isStreamEntry(request.entry)) return;
      listOf(requests, keyOf(request.entry.request.url)).push(request);
    },
    requestOf(stream) {
      const key = keyOf(stream.url);
      const found = takeNearest(requests.get(key), ({ at, entry }) =>
        distance(stream, entry.request.method, at),
      );
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
 * method: then the request is the last of its URL that began before the response was used.
 */
function distance({ stream, method, openedAt }: Connection, requested: string, at: EpochMs): number | null {
  if (method !== null && method !== requested.toUpperCase()) return null;
  const asked = stream?.requestedAt ?? null;
  if (asked !== null) return Math.abs(at - asked) <= MAX_APART_MS ? Math.abs(at - asked) : null;
  const before = (openedAt ?? 0) - at;
  return before > -MAX_APART_MS ? Math.abs(before) : null;
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
export function isStreamEntry({ response }: HarEntry): boolean {
  const type = response.headers?.find(({ name }) => name.toLowerCase() === "content-type")?.value;
  return streamFormatOf(type ?? response.content?.mimeType ?? "") !== null;
}
