import type { EpochMs } from "../../units.ts";
import type { Scalar } from "./message-facts.ts";
import { createRecentMap } from "./recent-map.ts";

/** A request that may still be answered. */
export interface OpenRequest {
  readonly trip: number;
  /** Counts from 0, in order of the requests. */
  readonly order: number;
  readonly at: EpochMs;
  /** What the application calls it, and what it says beside its name. */
  readonly label: string;
  readonly told: readonly Scalar[];
  answered: boolean;
}

/** Requests that are remembered: a server that answers later than after so many others is not waited for. */
const MOST_OPEN = 8192;
/** Of these, so many of one name: the last. */
const MOST_OF_A_NAME = 4;

/** The requests of one side, by what their replies name them by. */
export interface OpenRequests {
  open(key: string, request: Pick<OpenRequest, "trip" | "at" | "label" | "told">): void;
  /** The last request of that name; answered ones too, since a reply may come twice, and a stream's come often. */
  find(key: string): OpenRequest | null;
  /** All of that name that are remembered, the last one last. */
  all(key: string): readonly OpenRequest[];
  /** Notes that it was answered; answers whether a later one was answered before it. */
  answer(request: OpenRequest): boolean;
}

const NONE: readonly OpenRequest[] = [];

/** Creates it; the request that was opened first is forgotten first, of all and of those of one name. */
export function createOpenRequests(mostOfAName = MOST_OF_A_NAME): OpenRequests {
  const requests = createRecentMap<readonly OpenRequest[]>(MOST_OPEN);
  let opened = 0;
  let latest = -1;
  return {
    open(key, request) {
      const before = requests.get(key) ?? NONE;
      requests.set(key, [...before.slice(1 - mostOfAName), { ...request, order: opened, answered: false }]);
      opened += 1;
    },
    find: (key) => requests.get(key)?.at(-1) ?? null,
    all: (key) => requests.get(key) ?? NONE,
    answer(request) {
      if (request.answered) return false;
      request.answered = true;
      const isLate = request.order < latest;
      latest = Math.max(latest, request.order);
      return isLate;
    },
  };
}
