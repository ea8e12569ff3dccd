import { createRecentMap } from "./recent-map.ts";

/** A request that may still be answered. */
export interface OpenRequest {
  readonly trip: number;
  /** Counts from 0, in order of the requests. */
  readonly order: number;
  answered: boolean;
}

/** Requests that are remembered: a server that answers later than after so many others is not waited for. */
const MOST_OPEN = 8192;

/** The requests of one side, by what their replies name them by. */
export interface OpenRequests {
  open(key: string, trip: number): void;
  /** The last request of that name; answered ones too, since a reply may come twice, and a stream's come often. */
  find(key: string): OpenRequest | null;
  /** Notes that it was answered; answers whether a later one was answered before it. */
  answer(request: OpenRequest): boolean;
}

/** Creates it; the request that was opened first is forgotten first. */
export function createOpenRequests(): OpenRequests {
  const requests = createRecentMap<OpenRequest>(MOST_OPEN);
  let opened = 0;
  let latest = -1;
  return {
    open(key, trip) {
      requests.set(key, { trip, order: opened, answered: false });
      opened += 1;
    },
    find: (key) => requests.get(key) ?? null,
    answer(request) {
      if (request.answered) return false;
      request.answered = true;
      const isLate = request.order < latest;
      latest = Math.max(latest, request.order);
      return isLate;
    },
  };
}
