import type { Session } from "../../model/session.ts";
import type { EpochMs } from "../../units.ts";
import { type EmptyRule, endpointOf } from "./empty-rule.ts";
import { isUpgraded, pollsEngineIo } from "./engine-io-polling.ts";
import type { Exchange } from "./exchange.ts";
import { findAskers } from "./find-askers.ts";
import { groupQuestions, type Question } from "./group-questions.ts";
import { isOfLoads } from "./is-of-loads.ts";
import { isRenewal, isReporting, isRetrying, isTraversal } from "./is-something-else.ts";
import { judgeAnswers } from "./judge-answers.ts";
import type { Loop } from "./loop.ts";
import type { LoopHistory } from "./loop-histories.ts";
import type { FoundLoop } from "./merge-siblings.ts";
import { nameOf, urlOf } from "./name-loop.ts";

/** What the user has taught: for endpoints by `endpointOf`. */
export type TaughtRules = ReadonlyMap<string, EmptyRule>;

/** What is known beside the requests themselves. */
export interface LoopContext {
  readonly session: Session;
  readonly taught: TaughtRules;
  /** When documents were asked for, in order of time. */
  readonly loads: readonly EpochMs[];
  /** What was let go of a loop, by its key. */
  before(key: string): LoopHistory | null;
}

/** Finds the loops among requests in order of time, with what they ask. */
export function findRequestLoops(exchanges: readonly Exchange[], context: LoopContext): FoundLoop[] {
  return groupQuestions(exchanges).flatMap((question) => {
    const { exchanges: own } = question;
    if (pollsEngineIo(own) && isUpgraded(own, context.session)) return [];
    if (isRenewal(question) || isOfLoads(own, context.loads)) return [];
    return loopsOf(question, context).map((loop) => ({ question, loop }));
  });
}

function loopsOf(question: Question, { taught, before }: LoopContext): Loop[] {
  const url = urlOf(question);
  const name = nameOf(question);
  const { method } = question.exchanges[0] as Exchange;
  const rule = taught.get(endpointOf({ method, url, name })) ?? null;
  return findAskers(question).flatMap(({ exchanges, rhythm, kind, askers, initiator }, index): Loop[] => {
    const key = `${question.key} ${initiator ?? ""} ${index}`;
    const history = before(key);
    const { answers, ignored } = judgeAnswers(exchanges, rule, history?.told ?? null);
    if (isRetrying(answers, rhythm)) return [];
    if (isReporting(question, answers) || isTraversal(question, answers, rhythm, kind)) return [];
    const earlier = history?.before ?? null;
    return [
      {
        key,
        method,
        url,
        kind,
        name,
        rhythm,
        exchanges,
        answers,
        ignored,
        askers,
        initiator,
        before: earlier,
      },
    ];
  });
}
