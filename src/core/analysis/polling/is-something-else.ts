import { bringsFullPages } from "./brings-full-pages.ts";
import type { Exchange } from "./exchange.ts";
import { areHeldByClock, areHeldForNews } from "./find-held.ts";
import type { Rhythm } from "./find-rhythm.ts";
import type { Question } from "./group-questions.ts";
import type { JudgedAnswer } from "./judge-answers.ts";
import { readSlots } from "./read-slots.ts";
import { median } from "./statistics.ts";

/** Where nearly all answers tell something new, each request may have asked for the next of many things. */
const NEARLY_ALL = 0.7;
/** With fewer good answers there are only tries; so many tries at the same pause are a loop that fails. */
const LEAST_GOOD = 3;
const MANY_TRIES = 12;
const HELD_MS = 5000;
/** What goes on this evenly for so long is a timer, and no reader. */
const EVEN = 0.05;
const EVEN_REQUESTS = 8;
const EVEN_MS = 900;

/** A longer answer says more than that something was taken. */
const MOST_ACKNOWLEDGED = 100;

/** Paths of what collects a page's reports; they are believed only where the answers never tell anything. */
const COLLECTORS =
  /(^|[/._-])(collect|beacon|track(ing)?|analytics|telemetry|metrics|rum|pixel|stats|log(s|ging|ger)?|envelope|events?|impressions?)([/._-]|$)/i;

/** One failure that is tried again. */
export function isRetrying(
  answers: readonly JudgedAnswer[],
  rhythm: Rhythm,
  kind: "short" | "long",
): boolean {
  // An answer that was held until a proxy gave up is a failure, and no other try.
  const wasHeld = ({ at, endAt }: Exchange) => kind === "long" && endAt - at >= HELD_MS;
  const good = answers.filter(({ failed, exchange }) => !failed || wasHeld(exchange)).length;
  if (good >= LEAST_GOOD) return false;
  return rhythm.kind === "back-off" || answers.length < MANY_TRIES;
}

/** Something that is told to the server again and again, which never says anything, or less than it is told. */
export function isReporting(
  question: Question,
  answers: readonly JudgedAnswer[],
  kind: "short" | "long",
): boolean {
  const { exchanges, tells } = question;
  const { method, url } = exchanges[0] as Exchange;
  const silent = answers.filter(({ empty, failed }) => empty !== null || failed).length;
  const isSending = method !== "GET" && !(kind === "long" && areHeldForNews(exchanges));
  if (isSending && question.loose && tellsMore(question, answers)) return true;
  if (silent < answers.length - 1) return false;
  const isTaken = answers.every((it) => isNothing(it) || isAcknowledged(it, method));
  if (isSending && tells.length > 0 && (isTaken || tellsMore(question, answers))) return true;
  if (isSending && sendsUnseen(exchanges)) return true;
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return COLLECTORS.test(path) && isTaken;
}

/** A page that saves: what is new in its requests is longer than the answers. */
function tellsMore({ exchanges, tells }: Question, answers: readonly JudgedAnswer[]): boolean {
  const told = exchanges.map((it) => {
    const fields = readSlots(it).values;
    return tells.reduce((total, name) => total + (fields.get(name)?.length ?? 0), 0);
  });
  return (
    tells.length > 0 && median(told) >= median(answers.map(({ exchange }) => exchange.answer?.length ?? 0))
  );
}

/** Bodies that were not recorded, of ever other lengths, are not one question. */
function sendsUnseen(exchanges: readonly Exchange[]): boolean {
  const lengths = exchanges.flatMap(({ body, bodyBytes }) =>
    body === null && bodyBytes > 0 ? [bodyBytes] : [],
  );
  return lengths.length === exchanges.length && new Set(lengths).size >= 0.5 * lengths.length;
}

/** A login that is renewed before it ends (RFC 6749 6); one that is waited for is asked after with another grant (RFC 8628 3.4). */
export function isRenewal({ slots }: Question): boolean {
  return slots.get("body.grant_type") === "refresh_token";
}

/** Taken, and no more: a word, or an object without anything in it but words. */
function isAcknowledged({ exchange: { answer } }: JudgedAnswer, method: string): boolean {
  return (
    method !== "GET" && answer !== null && answer.length <= MOST_ACKNOWLEDGED && !/[[{]/.test(answer.slice(1))
  );
}

/** Acknowledged without a word. */
function isNothing({ empty, failed, exchange }: JudgedAnswer): boolean {
  return failed || empty === "204" || empty === "no body" || exchange.mimeType.startsWith("image/");
}

/** All of a list, page by page; a feed that is scrolled; items one after the other. */
export function isTraversal(
  question: Question,
  answers: readonly JudgedAnswer[],
  rhythm: Rhythm,
  kind: "short" | "long",
): boolean {
  const { moves, loose, exchanges } = question;
  if (moves === "no") return false;
  const full = answers.filter(({ empty, failed }) => empty === null && !failed);
  if (full.length < NEARLY_ALL * answers.length) return false;
  if (kind === "long") {
    const isFromPlace = moves === "on" && !loose;
    return !(areHeldForNews(exchanges) || (isFromPlace && areHeldByClock(exchanges)));
  }
  if (moves === "in the path" || (loose && exchanges[0]?.method === "GET")) return true;
  const told = full.map(({ exchange }) => exchange);
  if (bringsFullPages(question, told)) return true;
  const isEven = rhythm.kind === "steady" && rhythm.explained >= 0.9 && rhythm.spread <= EVEN;
  return !(isEven && answers.length >= EVEN_REQUESTS && rhythm.intervalMs >= EVEN_MS);
}
