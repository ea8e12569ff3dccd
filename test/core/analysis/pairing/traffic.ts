import type { Random } from "../../../support/random.ts";

/** One message of a made-up connection: when, by whom, and which. */
export interface Made {
  readonly at: number;
  readonly arrow: ">" | "<";
  readonly text: string;
}

/** A request that was really made, by the places of its messages among all of the connection, in order of time. */
export interface TrueTrip {
  readonly request: number;
  readonly replies: readonly number[];
}

/** Messages with the truth about them. `of` is the number of the request that a message is, or that it answers. */
interface Marked extends Made {
  readonly of: number | null;
  readonly role: "request" | "reply" | null;
}

/** Lines for `sessionFromText`, and what belongs together. */
export interface Traffic {
  readonly lines: readonly string[];
  readonly trips: readonly TrueTrip[];
}

/** Writes down what happens on a connection, and which reply was to which request. */
export interface TrafficMaker {
  push(at: number, arrow: ">" | "<", payload: unknown): void;
  ask(at: number, payload: unknown, arrow?: ">" | "<"): number;
  answer(at: number, request: number, payload: unknown, arrow?: ">" | "<"): void;
  done(): Traffic;
}

export function createTraffic(): TrafficMaker {
  const made: Marked[] = [];
  let asked = 0;
  const textOf = (payload: unknown): string =>
    typeof payload === "string" ? payload : JSON.stringify(payload);
  return {
    push: (at, arrow, payload) => made.push({ at, arrow, text: textOf(payload), of: null, role: null }),
    ask(at, payload, arrow = ">") {
      asked += 1;
      made.push({ at, arrow, text: textOf(payload), of: asked, role: "request" });
      return asked;
    },
    answer: (at, request, payload, arrow = "<") =>
      made.push({ at, arrow, text: textOf(payload), of: request, role: "reply" }),
    done() {
      const ordered = made
        .map((it) => ({ ...it, at: Math.round(it.at * 10) / 10 }))
        .sort((a, b) => a.at - b.at);
      const requests = new Map<number, { request: number; replies: number[] }>();
      for (const [index, { of, role }] of ordered.entries()) {
        if (of === null) continue;
        const trip = requests.get(of) ?? { request: -1, replies: [] };
        if (role === "request") trip.request = index;
        else trip.replies.push(index);
        requests.set(of, trip);
      }
      const trips = [...requests.values()].sort((a, b) => a.request - b.request);
      return { lines: ordered.map(({ at, arrow, text }) => `${at}ms ${arrow} ${text}`), trips };
    },
  };
}

export type KeyMaker = (index: number) => string | number;

/** How applications name their requests. */
export const KEYS: Readonly<Record<string, (random: Random) => KeyMaker>> = {
  "numbers from 1": () => (index) => index + 1,
  "numbers from 0": () => (index) => index,
  "numbers from somewhere": (random) => {
    const first = random.integer(100_000);
    return (index) => first + index;
  },
  UUIDs: (random) => () => {
    const hex = Array.from({ length: 32 }, () => random.integer(16).toString(16)).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  },
  "words with numbers": () => (index) => `req-${index + 1}`,
  "short random names": (random) => () =>
    Array.from({ length: 8 }, () => random.pick([..."abcdefghijkmnpqrstuvwxyz23456789"])).join(""),
  "times in ms": () => (index) => 1_767_268_800_000 + index * 337 + (index % 7),
};
