import { formatBytes } from "../../format/format-bytes.ts";
import { say, sayCount } from "../../text/say.ts";
import { headerOf } from "../../wire/header-of.ts";
import { endpointUrl } from "../polling/find-source-loops.ts";
import type { JudgedAnswer } from "../polling/judge-answers.ts";
import type { Loop } from "../polling/loop.ts";
import { measureLoop } from "../polling/measure-loop.ts";
import { sum } from "../polling/statistics.ts";
import type { LoopRule } from "./advise-loops.ts";
import { nameFor, rowsOf } from "./loop-words.ts";

/** Fewer repeated bodies, or smaller ones, are not worth a header. */
const LEAST_REPEATED = 5;
const LEAST_BYTES = 4000;

/** The same body is sent again and again, although HTTP can say "as you have it" (RFC 9110 13). */
export const findMissingValidators: LoopRule = ({ loops }) =>
  loops.flatMap((loop) => {
    const same = findRepeated(loop);
    const bytes = sum(same.map(({ exchange }) => exchange.answerBytes ?? 0));
    if (same.length < LEAST_REPEATED || bytes < LEAST_BYTES) return [];
    const { requests, looked } = measureLoop(loop);
    const among = looked < requests ? ` ${say("amongItsLastRequests", { looked })}` : "";
    const isIgnored = same.some(({ exchange }) => headerOf(exchange.answerHeaders, "etag") !== null);
    return [
      {
        rule: "polling-without-validators",
        severity: "info",
        title: say("wasSentTheSameAnswerAgain", {
          loop: nameFor(loop),
          same: sayCount("timesCount", same.length),
          among,
          bytes: formatBytes(bytes),
        }),
        why: isIgnored ? say("theAnswersHaveAnEtag") : say("withAnEtagRfc9110"),
        connection: loop.exchanges[0]?.connection ?? null,
        numbers: [
          [say("repeatedAnswers"), String(same.length)],
          [looked < requests ? say("ofItsLastRequests") : say("ofAllRequests"), String(looked)],
          [say("bytesOfTheirBodies"), formatBytes(bytes)],
        ],
        rows: rowsOf({ exchanges: same.map(({ exchange }) => exchange) }),
      },
    ];
  });

/** Answers with the very text of the one before: where only a clock in them has moved on, a validator would be another, too. */
function findRepeated({ answers }: Loop): readonly JudgedAnswer[] {
  const last = new Map<string, string | null>();
  return answers.filter(({ empty, exchange: { method, url, answer } }) => {
    const endpoint = endpointUrl(url);
    const before = last.get(endpoint);
    last.set(endpoint, answer);
    return empty === "as last time" && method === "GET" && answer !== null && answer === before;
  });
}
