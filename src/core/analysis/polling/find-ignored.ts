import { type ClockFit, createClockFit } from "./clock-fit.ts";
import type { Exchange } from "./exchange.ts";
import { timeIn } from "./looks-like.ts";
import { type AnswerFields, openPlaces } from "./read-answer.ts";
import { readSlots } from "./read-slots.ts";
import { median } from "./statistics.ts";

/** Names of what says when or for whom an answer was made, and not what is new. */
const BY_NAME =
  /(^|_|\.)(timestamp|time|ts|now|date|at|server_?time|server_?date|generated(_?at)?|fetched_?at|request_?id|req_?id|trace_?id|span_?id|correlation_?id|nonce|csrf(_?token)?|took|elapsed|duration(_?ms)?|latency|query_?time|up_?time(_?(s|secs?|seconds?|ms|millis|min|minutes))?)$/i;
/** A moment in an answer is that of the answer when it is no more than this away. */
const MAX_AWAY_MS = 3_600_000;
const MAX_LENGTH = 64;
/** A field that had so many values is another each time, or nearly. */
const ENOUGH_VALUES = 1000;

/**
 * The fields that are set aside when answers are compared: those that are another in (nearly) each answer, and are a time or a
 * request's name, or count the time (up: since a start; down: what is left), or repeat what the request said. With `[]` for the places of lists. The reader is shown them.
 */
export function findIgnored(
  answers: readonly AnswerFields[],
  exchanges: readonly Exchange[],
): ReadonlySet<string> {
  const ignored = new Set<string>();
  const echoes = new Map<string, number>();
  const seen = new Map<string, { values: Set<string>; count: number; moments: number; clock: ClockFit }>();
  for (const [index, { fields }] of answers.entries()) {
    const exchange = exchanges[index] as Exchange;
    if (fields === null || exchange.status >= 400) continue;
    for (const [name, value] of fields) {
      if (value.length > MAX_LENGTH + 2) continue;
      const key = openPlaces(name);
      if (repeats(exchange, value)) echoes.set(key, (echoes.get(key) ?? 0) + 1);
      // A call's own number (JSON-RPC 2.0 5, Bayeux): it only repeats the request's.
      if (key === "id" || key === "[].id" || key === "0[]") {
        if (isEcho(exchange, value)) ignored.add(key);
      }
      const it = seen.get(key) ?? { values: new Set(), count: 0, moments: 0, clock: createClockFit() };
      seen.set(key, it);
      it.count += 1;
      if (it.values.size < ENOUGH_VALUES) it.values.add(value);
      if (isMoment(value, exchange)) it.moments += 1;
      it.clock.take(value, exchange.endAt);
    }
  }
  for (const [key, { values, count, moments, clock }] of seen) {
    // What stands still is no clock, and sets nothing aside.
    if (count < 3 || values.size < Math.min(ENOUGH_VALUES, 0.8 * count)) continue;
    const isNamed = BY_NAME.test(snake(key));
    if (
      moments === count ||
      isNamed ||
      (mayCount(key) && clock.fits()) ||
      (echoes.get(key) ?? 0) >= 0.9 * count
    )
      ignored.add(key);
    if (!key.includes("[]") && countsAnswers(key, answers, exchanges)) ignored.add(key);
  }
  return ignored;
}

/** An answer that is there sooner has waited for nothing. */
const AT_ONCE_MS = 500;

/**
 * Whether a field goes up by one with each answer, and is what the next request says: a number of the answer (`rid`), which tells
 * nothing new. Of an answer that was held it may be the news.
 */
function countsAnswers(
  key: string,
  answers: readonly AnswerFields[],
  exchanges: readonly Exchange[],
): boolean {
  if (median(exchanges.map(({ at, endAt }) => endAt - at)) > AT_ONCE_MS) return false;
  let steps = 0;
  let counted = 0;
  for (const [index, { fields }] of answers.entries()) {
    const value = fields?.get(key);
    const before = answers[index - 1]?.fields?.get(key);
    if (value === undefined || before === undefined) continue;
    steps += 1;
    const isNext = /^\d{1,15}$/.test(value) && Number(value) === Number(before) + 1;
    if (isNext && saysNumber(exchanges[index] as Exchange, before)) counted += 1;
  }
  return steps >= 3 && counted >= 0.9 * steps;
}

/** Whether a request says a number, as one of its values. */
function saysNumber(exchange: Exchange, value: string): boolean {
  return [...readSlots(exchange).values.values()].includes(value);
}

/** A place in a list, a number of something or of news may go on by one a second by chance. */
function mayCount(key: string): boolean {
  return !/(^|_|\.|\])(\d+|\[\]|id|seq|sequence|rid|rev|revision|version|cursor|count|total|index|offset|n)$/.test(
    snake(key),
  );
}

/** Shorter values are in a request by chance. */
const LEAST_REPEATED = 6;

/** Whether an answer's value is only what was asked with: a call's name or number. */
function repeats({ url, body }: Exchange, value: string): boolean {
  const text = value.startsWith('"') ? value.slice(1, -1) : value;
  if (text.length < LEAST_REPEATED || !/^[\w.-]+$/.test(text)) return false;
  return url.includes(text) || (body !== null && body.length <= 100_000 && body.includes(text));
}

function isEcho({ body }: Exchange, value: string): boolean {
  if (body === null || body.length > 100_000) return false;
  return body.includes(`"id":${value}`) || body.includes(`"id": ${value}`);
}

function isMoment(value: string, { endAt }: Exchange): boolean {
  const text = value.startsWith('"') ? value.slice(1, -1) : value;
  const at = timeIn(text, endAt);
  return at !== null && Math.abs(at - endAt) <= MAX_AWAY_MS;
}

function snake(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
}
