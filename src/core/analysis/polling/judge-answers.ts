import { type EmptyRule, meetsRule } from "./empty-rule.ts";
import type { Exchange } from "./exchange.ts";
import { findIgnored } from "./find-ignored.ts";
import { type AnswerFields, openPlaces, readAnswer } from "./read-answer.ts";
import { whyEmpty } from "./why-empty.ts";

/** Why an answer told nothing. */
export type EmptyWhy =
  | "204"
  | "304"
  | "416"
  | "no body"
  | "[]"
  | "{}"
  | "null"
  | "empty envelope"
  | "only the protocol's own"
  | "as last time"
  | "taught";

/** What an answer of a loop told. */
export interface JudgedAnswer {
  readonly exchange: Exchange;
  /** Null is: it told something. */
  readonly empty: EmptyWhy | null;
  /** The fields that differ from the last answer that told something; null where that cannot be said. */
  readonly changed: readonly string[] | null;
  /** It is an error's, and tells nothing about news. */
  readonly failed: boolean;
  /** Its body was not recorded, so that nobody knows what it told. */
  readonly unseen: boolean;
}

/** The answers of one loop, and the fields that were set aside when they were compared. */
export interface JudgedAnswers {
  readonly answers: readonly JudgedAnswer[];
  readonly ignored: readonly string[];
}

/** So many changed fields are told of. */
const MAX_CHANGED = 50;

/**
 * Says of each answer whether it told something new; `exchanges` are those of one question in order of time, `told` is the last one before
 * them that did.
 */
export function judgeAnswers(
  exchanges: readonly Exchange[],
  taught: EmptyRule | null = null,
  told: Exchange | null = null,
): JudgedAnswers {
  const read = exchanges.map(readAnswer);
  const ignored = findIgnored(read, exchanges);
  let last: AnswerFields | null = told === null ? null : readAnswer(told);
  const answers = exchanges.map((exchange, index): JudgedAnswer => {
    const answer = read[index] as AnswerFields;
    // Nothing was added to what is asked for from an offset (RFC 9110 15.5.17).
    if (exchange.status === 416)
      return { exchange, empty: "416", changed: null, failed: false, unseen: false };
    const failed = exchange.status === 0 || exchange.status >= 400;
    if (failed) return { exchange, empty: null, changed: null, failed, unseen: false };
    if (taught !== null && meetsRule(exchange, answer, taught)) {
      return { exchange, empty: "taught", changed: null, failed, unseen: false };
    }
    const why = whyEmpty(exchange, answer, ignored);
    if (why !== null) return { exchange, empty: why, changed: null, failed, unseen: false };
    const changed = last === null ? null : changedFields(last, answer, ignored);
    const before = last;
    last = answer;
    if (before !== null && changed !== null && changed.length === 0) {
      return { exchange, empty: "as last time", changed: null, failed, unseen: false };
    }
    return { exchange, empty: null, changed, failed, unseen: answer.text === null };
  });
  return { answers, ignored: [...ignored] };
}

/** Null where the bodies were not recorded, or are no fields; then they are compared as texts. */
function changedFields(
  before: AnswerFields,
  after: AnswerFields,
  ignored: ReadonlySet<string>,
): string[] | null {
  if (before.text === null || after.text === null) return null;
  if (before.text === after.text) return [];
  if (before.fields === null || after.fields === null) return ["(text)"];
  const changed: string[] = [];
  for (const [name, value] of after.fields) {
    if (before.fields.get(name) !== value && !ignored.has(openPlaces(name))) changed.push(name);
    if (changed.length >= MAX_CHANGED) return changed;
  }
  for (const name of before.fields.keys()) {
    if (!after.fields.has(name) && !ignored.has(openPlaces(name))) changed.push(name);
    if (changed.length >= MAX_CHANGED) return changed;
  }
  return changed;
}
