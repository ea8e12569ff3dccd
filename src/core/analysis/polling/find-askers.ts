import { groupBy } from "../group-by.ts";
import { pollsEngineIo } from "./engine-io-polling.ts";
import type { Exchange } from "./exchange.ts";
import { countAtOnce, findChains } from "./find-chain.ts";
import { findHeld } from "./find-held.ts";
import { findRhythm, type Rhythm, spansBetween } from "./find-rhythm.ts";
import { LEAST_REQUESTS, type Question } from "./group-questions.ts";
import { median, relativeSpread } from "./statistics.ts";

/** Those requests for one question that have one rhythm. */
export interface Asker {
  readonly exchanges: readonly Exchange[];
  readonly rhythm: Rhythm;
  readonly kind: "short" | "long";
  /** So many ask at the same moments. */
  readonly askers: number;
  readonly initiator: string | null;
}

/** Requests within this come from one tick of a timer. */
const TICK_MS = 250;
/** A caller without a timer in its stack is a person, unless it is this even. */
const EVEN = 0.07;
/** Requests that differ: so many, and so far apart. */
const LOOSE_REQUESTS = 6;
const LOOSE_MS = 900;
const MOST_OVERLAPS = 0.25;
const OVERLAP_MS = 20;
/** Several timers have to explain so much between them. */
const IN_TURNS_SHARE = 0.85;
/** Files of the page's own are asked for again when the page is used: only an even timer makes a loop of it. */
const ASSET_REQUESTS = 6;
const ASSET_SPREAD = 0.1;
/** A poll that brings so much each time, and at once asks again, is no poll. */
const TRANSFER_BYTES = 128 * 1024;
const AT_ONCE_MS = 100;
/** Smaller pictures are pixels that count. */
const PICTURE_BYTES = 400;

/** Finds who asks a question by a rule; several callers are told apart where the recording names them. */
export function findAskers({ exchanges, loose }: Question): Asker[] {
  if (loose) return findLooseAskers(exchanges);
  const callers = groupBy(exchanges, ({ initiator }) => initiator);
  const apart = [...callers].flatMap(([initiator, own]) =>
    initiator === null ? [] : findAsker(own, initiator),
  );
  // Each has a rhythm of its own: together they only seem to have another, or none.
  if (apart.length > 1) return apart;
  const together = findAsker(exchanges, null);
  if (together.length > 0) return together.map((it) => ({ ...it, initiator: apart[0]?.initiator ?? null }));
  if (apart.length > 0) return apart;
  const atOnce = findAtOnce(exchanges);
  return atOnce.length > 0 ? atOnce : findInTurns(exchanges);
}

/** Requests that may not ask the same: held answers, or a timer that a person could not be. */
function findLooseAskers(exchanges: readonly Exchange[]): Asker[] {
  const byCaller = [...groupBy(exchanges, ({ initiator }) => initiator)];
  const apart = byCaller.length > 1 ? byCaller.flatMap(([initiator, own]) => ofLoose(own, initiator)) : [];
  return apart.length > 0
    ? apart
    : ofLoose(exchanges, byCaller.length === 1 ? (byCaller[0]?.[0] ?? null) : null);
}

function ofLoose(exchanges: readonly Exchange[], initiator: string | null): Asker[] {
  return findAsker(exchanges, initiator).filter(({ kind, rhythm }) => {
    // Several that are held at once are several questions.
    if (kind === "long") return countOverlaps(exchanges) <= MOST_OVERLAPS * exchanges.length;
    const isTimer = ["steady", "jittered", "changing"].includes(rhythm.kind);
    if (!isTimer || rhythm.intervalMs < LOOSE_MS || exchanges.length < LOOSE_REQUESTS) return false;
    return rhythm.spread <= EVEN && rhythm.explained >= 0.85;
  });
}

/** Whether a timer asks on while answers are out: they take longer than it waits, and are not held for it. */
function isOverrun(exchanges: readonly Exchange[]): boolean {
  if (countOverlaps(exchanges) <= MOST_OVERLAPS * exchanges.length) return false;
  return relativeSpread(spansBetween(exchanges, "start")) <= EVEN;
}

/** How often a request began before the answer to the one before was there. */
function countOverlaps(exchanges: readonly Exchange[]): number {
  return exchanges.filter(
    ({ at }, index) => index > 0 && at < (exchanges[index - 1] as Exchange).endAt - OVERLAP_MS,
  ).length;
}

function findAsker(exchanges: readonly Exchange[], initiator: string | null): Asker[] {
  if (exchanges.length < LEAST_REQUESTS || isTransfer(exchanges)) return [];
  const held = isOverrun(exchanges) ? null : findHeld(exchanges);
  if (held !== null) return [{ exchanges, rhythm: held, kind: "long", askers: 1, initiator }];
  const rhythm = findRhythm(exchanges, calledByTimer(exchanges));
  if (rhythm === null || !isBelievable(exchanges, rhythm)) return [];
  const kind = pollsEngineIo(exchanges) ? "long" : "short";
  return [{ exchanges, rhythm, kind, askers: 1, initiator }];
}

/** Several that ask at the same moments: widgets that each poll what the others do. */
function findAtOnce(exchanges: readonly Exchange[]): Asker[] {
  const ticks: Exchange[] = [];
  for (const it of exchanges) {
    const tick = ticks.at(-1);
    if (tick === undefined || it.at - tick.at > TICK_MS) ticks.push(it);
  }
  if (ticks.length > exchanges.length / 1.5) return [];
  return findAsker(ticks, null)
    .filter(({ rhythm }) => rhythm.intervalMs > 4 * TICK_MS)
    .map((it) => ({ ...it, exchanges, askers: Math.round(exchanges.length / ticks.length) }));
}

/** Several timers of one interval, as those of frames, each of which began at another moment: what one leaves over is the next one's. */
function findInTurns(exchanges: readonly Exchange[]): Asker[] {
  const chains = findChains(exchanges);
  const [first] = chains;
  if (first === undefined || chains.length < 2) return [];
  const taken = chains.reduce((total, { rhythm }) => total + rhythm.explained, 0);
  if (taken < IN_TURNS_SHARE || !isBelievable(exchanges, first.rhythm)) return [];
  return [
    {
      exchanges,
      rhythm: { ...first.rhythm, explained: taken },
      kind: "short",
      askers: countAtOnce(chains),
      initiator: null,
    },
  ];
}

/** Much that is carried, one after the other: what it takes is the line's time. */
function isTransfer(exchanges: readonly Exchange[]): boolean {
  const sizes = exchanges.map(({ bodyBytes, answerBytes }) => bodyBytes + (answerBytes ?? 0));
  if (median(sizes) < TRANSFER_BYTES) return false;
  const gaps = spansBetween(exchanges, "end");
  return gaps.filter((it) => it <= AT_ONCE_MS).length >= 0.7 * gaps.length;
}

function isBelievable(exchanges: readonly Exchange[], rhythm: Rhythm): boolean {
  if (calledByTimer(exchanges) === false && rhythm.spread > EVEN) return false;
  const [first] = exchanges;
  if (first?.asset !== true) return true;
  if (exchanges.length < ASSET_REQUESTS || rhythm.spread > ASSET_SPREAD || rhythm.explained < 0.85)
    return false;
  if (!first.mimeType.startsWith("image/")) return true;
  return exchanges.some(({ answerBytes }) => answerBytes !== null && answerBytes > PICTURE_BYTES);
}

/** Null where the recording does not say for most. */
function calledByTimer(exchanges: readonly Exchange[]): boolean | null {
  const known = exchanges.filter(({ initiator }) => initiator !== null);
  if (known.length < 0.8 * exchanges.length) return null;
  return known.some(({ byTimer }) => byTimer === true);
}
