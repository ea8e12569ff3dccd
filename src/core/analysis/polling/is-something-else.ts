import type { Exchange } from "./exchange.ts";
import { areHeldForNews } from "./find-held.ts";
import type { Rhythm } from "./find-rhythm.ts";
import type { Question } from "./group-questions.ts";
import type { JudgedAnswer } from "./judge-answers.ts";

/** Where nearly all answers tell something new, each request may have asked for the next of many things. */
const NEARLY_ALL = 0.7;
/** With fewer good answers there are only tries; so many tries at the same pause are a loop that fails. */
const LEAST_GOOD = 3;
const MANY_TRIES = 12;
/** What goes on this evenly for so long is a timer, and no reader. */
const EVEN = 0.05;
const EVEN_REQUESTS = 8;
const EVEN_MS = 900;

/** Paths of what collects a page's reports; they are believed only where the answers never tell anything. */
const COLLECTORS =
  /(^|[/._-])(collect|beacon|track(ing)?|analytics|telemetry|metrics|rum|pixel|stats|log(s|ging|ger)?|envelope|events?|impressions?)([/._-]|$)/i;

/** One failure that is tried again. */
export function isRetrying(answers: readonly JudgedAnswer[], rhythm: Rhythm): boolean {
  const good = answers.filter(({ failed }) => !failed).length;
  if (good >= LEAST_GOOD) return false;
  return rhythm.kind === "back-off" || answers.length < MANY_TRIES;
}

/** Something that is told to the server again and again, which never says anything. */
export function isReporting({ exchanges, tells }: Question, answers: readonly JudgedAnswer[]): boolean {
  const { method, url } = exchanges[0] as Exchange;
  const silent = answers.filter(({ empty, failed }) => empty !== null || failed).length;
  if (silent < answers.length - 1) return false;
  if (tells && method !== "GET") return true;
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return COLLECTORS.test(path) && (method !== "GET" || answers.every(isNothing));
}

/** A login that is renewed before it ends (RFC 6749 6); one that is waited for is asked after with another grant (RFC 8628 3.4). */
export function isRenewal({ slots }: Question): boolean {
  return slots.get("body.grant_type") === "refresh_token";
}

/** Acknowledged without a word. */
function isNothing({ empty, exchange }: JudgedAnswer): boolean {
  return empty === "204" || empty === "no body" || exchange.mimeType.startsWith("image/");
}

/** All of a list, page by page; a feed that is scrolled; items one after the other. */
export function isTraversal(
  { moves }: Question,
  answers: readonly JudgedAnswer[],
  rhythm: Rhythm,
  kind: "short" | "long",
): boolean {
  if (moves === "no") return false;
  const full = answers.filter(({ empty, failed }) => empty === null && !failed).length;
  if (full < NEARLY_ALL * answers.length) return false;
  if (kind === "long") return !areHeldForNews(answers.map(({ exchange }) => exchange));
  if (moves === "in the path") return true;
  const isEven = rhythm.kind === "steady" && rhythm.explained >= 0.9 && rhythm.spread <= EVEN;
  return !(isEven && answers.length >= EVEN_REQUESTS && rhythm.intervalMs >= EVEN_MS);
}
