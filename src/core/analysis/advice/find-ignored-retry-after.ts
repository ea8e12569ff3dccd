import { formatDuration } from "../../format/format-duration.ts";
import { say, sayCount } from "../../text/say.ts";
import { headerOf } from "../../wire/header-of.ts";
import type { Exchange } from "../polling/exchange.ts";
import type { LoopRule } from "./advise-loops.ts";
import { nameFor, rowsOf } from "./loop-words.ts";

/** The server said when to come back (`Retry-After`, RFC 9110 10.2.3), and the loop came sooner. */
export const findIgnoredRetryAfter: LoopRule = ({ loops }) =>
  loops.flatMap((loop) => {
    const early = loop.exchanges.filter((it, index) => {
      const next = loop.exchanges[index + 1];
      const wait = retryAfterMs(it);
      return next !== undefined && wait !== null && next.at - it.endAt < wait * 0.9;
    });
    if (early.length === 0) return [];
    const wait = retryAfterMs(early[0] as Exchange) ?? 0;
    return [
      {
        rule: "retry-after-ignored",
        severity: "warning",
        title: say("cameBackTimesBeforeThe", {
          loop: nameFor(loop),
          early: sayCount("timesCount", early.length),
          wait: formatDuration(wait),
        }),
        why: say("aServerThatSays429"),
        connection: early[0]?.connection ?? null,
        numbers: [
          [say("tooEarly"), String(early.length)],
          [say("retryAfter"), formatDuration(wait)],
        ],
        rows: rowsOf({ exchanges: early }),
      },
    ];
  });

/** In seconds, or as a date; null where there is none, or the answer is no refusal. */
function retryAfterMs({ status, answerHeaders, endAt }: Exchange): number | null {
  if (status !== 429 && status !== 503) return null;
  const value = headerOf(answerHeaders, "retry-after");
  if (value === null) return null;
  if (/^\d{1,7}$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isFinite(at) && at > endAt ? at - endAt : null;
}
