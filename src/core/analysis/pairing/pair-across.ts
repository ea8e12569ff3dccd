import type { Connection } from "../../model/connection.ts";
import { followInTime } from "./is-coincidence.ts";
import { judgeInSteps, type PairingWishes } from "./judge-pairing.ts";
import { createPairingLearner, type PairingLearner } from "./learn-pairing.ts";
import type { MessageFacts } from "./message-facts.ts";
import { createMessagePairer } from "./pair-messages.ts";
import type { KeyRule } from "./pairing-rule.ts";
import { mayBeAnsweredElsewhere } from "./read-request-facts.ts";
import type { TripLog } from "./trip-log.ts";
import { DRAWN_BITS, leastBits } from "./value-evidence.ts";

/** Of so many requests, and messages of one connection, the last are looked at. */
export const MOST_ACROSS = 1000;
/** Connections that are looked at, those that bring most. */
const MOST_ANSWERING = 8;
/** Fewer pairs, of what is not drawn by chance, say nothing across connections. */
const LEAST_PAIRS = 6;
/** Of what is: requests are timed by another clock, so that the first that uses what a stream has given may seem to have come before. */
const LEAST_DRAWN = 3;
/** Messages between which others can have their turn. */
const LEARNED_AT_ONCE = 64;

/** Whether requests of this connection may be answered on another, as a method says. */
export function asksAcross({ kind, method }: Pick<Connection, "kind" | "method">): boolean {
  return kind === "http" && mayBeAnsweredElsewhere(method);
}

/** The connections that may bring answers to requests of others: they belong to the same site. */
export function answeringOf(connections: readonly Connection[], asking: readonly Connection[]): Connection[] {
  const sites = new Set(asking.map(({ url }) => siteOf(url)));
  sites.delete(null);
  if (sites.size === 0) return [];
  return connections
    .filter(({ kind, received, url }) => kind !== "http" && received > 0 && sites.has(siteOf(url)))
    .sort((a, b) => b.received - a.received)
    .slice(0, MOST_ANSWERING)
    .sort((a, b) => a.id - b.id);
}

/** How requests and the messages of one other connection pair. */
export interface AcrossPlan {
  readonly rules: readonly KeyRule[];
  /** Puts the pairs into the log, as round trips of the requests' connections. */
  pair(): void;
}

/**
 * Finds out how requests pair with messages of one other connection that answer them, by a value that comes back there, in steps between which
 * others can have their turn. What is asked of a value is what is asked of it within one connection; and its times, or that it was drawn by
 * chance, must say so, however it is called. Rows that are paired within their own connection are left alone.
 */
export function* planAcross(
  trips: TripLog,
  requests: readonly MessageFacts[],
  messages: readonly MessageFacts[],
  connectionOf: (row: number) => number,
  wishes: PairingWishes,
): Generator<void, AcrossPlan> {
  const isFree = (row: number): boolean => {
    const trip = trips.tripOf(row);
    if (trip === null) return true;
    // Of requests: that was found so before.
    const { connection, request } = trips.get(trip);
    return connection !== connectionOf(row) && connection === connectionOf(request);
  };
  const all = [...requests, ...messages.filter((it) => it.received && isFree(it.row))];
  all.sort((a, b) => a.at - b.at || a.row - b.row);
  const learner = createPairingLearner();
  for (const [index, it] of all.entries()) {
    learner.observe(it);
    if (index % LEARNED_AT_ONCE === 0) yield;
  }
  const judged = yield* judgeInSteps(learner, wishes);
  const rules = judged.filter(
    (it): it is KeyRule =>
      it.by === "value" && it.asks === "page" && it.layout === undefined && isProven(learner, it),
  );
  return {
    rules,
    pair() {
      if (rules.length === 0) return;
      const log: Pick<TripLog, "ask" | "reply" | "cancel"> = {
        ask: (it) => trips.ask({ ...it, connection: connectionOf(it.request) }),
        reply: trips.reply,
        cancel: trips.cancel,
      };
      const pairer = createMessagePairer(log, 0, rules);
      for (const it of all) pairer.observe(it);
    },
  };
}

/** Which rules each of the requests' connections was paired by. */
export function acrossRules(
  trips: TripLog,
  asking: readonly Pick<Connection, "id">[],
  plans: readonly AcrossPlan[],
): Map<number, readonly KeyRule[]> {
  const rules = plans.flatMap((it) => it.rules);
  return new Map(asking.flatMap(({ id }) => (trips.count(id) > 0 ? [[id, rules]] : [])));
}

function isProven({ page, server }: PairingLearner, { requestPath, replyPath, pairs }: KeyRule): boolean {
  const guess = page.guessOf(page.paths.indexOf(requestPath), server.paths.indexOf(replyPath));
  if (guess === null) return false;
  if (leastBits(guess.samples.map(({ value }) => value)) >= DRAWN_BITS) return pairs >= LEAST_DRAWN;
  return pairs >= LEAST_PAIRS && followInTime(guess.samples);
}

/** As the URL standard writes IP addresses, whose last two numbers are nobody's. */
const ADDRESS = /^\[|^[\d.]+$/;

/** The last two labels of its host, or its IP address; null of what has none. */
function siteOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { hostname } = new URL(url);
  if (hostname === "") return null;
  if (ADDRESS.test(hostname)) return hostname;
  return hostname.split(".").slice(-2).join(".");
}
