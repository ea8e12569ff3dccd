import type { Session } from "../../model/session.ts";
import type { EmptyRule } from "./empty-rule.ts";
import { isUpgraded, pollsEngineIo } from "./engine-io-polling.ts";
import type { Exchange } from "./exchange.ts";
import { findAskers } from "./find-askers.ts";
import { findSourceLoops } from "./find-source-loops.ts";
import { groupQuestions, type Question } from "./group-questions.ts";
import { isCandidate } from "./is-candidate.ts";
import { isDocument, isOfLoads } from "./is-of-loads.ts";
import { isRenewal, isReporting, isRetrying, isTraversal } from "./is-something-else.ts";
import { judgeAnswers } from "./judge-answers.ts";
import type { Loop } from "./loop.ts";
import { mergeSiblings } from "./merge-siblings.ts";
import { nameOf, urlOf } from "./name-loop.ts";
import { readExchanges } from "./read-exchanges.ts";

/** What the user has taught: for endpoints by `method url` as loops show it. */
export type TaughtRules = ReadonlyMap<string, EmptyRule>;

/** Finds the polling loops of a session, those with the most requests first; `exchanges` are all its requests in order of time. */
export function findLoops(
  session: Session,
  taught: TaughtRules = new Map(),
  exchanges: readonly Exchange[] = readExchanges(session),
): Loop[] {
  return [...findRequestLoops(exchanges, session, taught), ...findSourceLoops(session)].sort(
    (a, b) => b.exchanges.length - a.exchanges.length,
  );
}

function findRequestLoops(exchanges: readonly Exchange[], session: Session, taught: TaughtRules): Loop[] {
  const found: { question: Question; loop: Loop }[] = [];
  const loads = exchanges.filter(isDocument);
  for (const question of groupQuestions(exchanges.filter(isCandidate))) {
    if (pollsEngineIo(question.exchanges) && isUpgraded(question.exchanges, session)) continue;
    if (isRenewal(question) || isOfLoads(question.exchanges, loads)) continue;
    for (const loop of loopsOf(question, taught)) found.push({ question, loop });
  }
  return mergeSiblings(found);
}

function loopsOf(question: Question, taught: TaughtRules): Loop[] {
  const url = urlOf(question);
  const { method } = question.exchanges[0] as Exchange;
  return findAskers(question).flatMap(({ exchanges, rhythm, kind, askers, initiator }, index): Loop[] => {
    const { answers, ignored } = judgeAnswers(exchanges, taught.get(`${method} ${url}`) ?? null);
    if (isRetrying(answers, rhythm)) return [];
    if (isReporting(question, answers) || isTraversal(question, answers, rhythm, kind)) return [];
    const key = `${question.key} ${initiator ?? ""} ${index}`;
    const name = nameOf(question);
    return [{ key, method, url, kind, name, rhythm, exchanges, answers, ignored, askers, initiator }];
  });
}
