import { say } from "../../text/say.ts";
import { groupBy } from "../group-by.ts";
import { measureLoop } from "../polling/measure-loop.ts";
import type { LoopRule } from "./advise-loops.ts";
import { nameFor, rowsOf } from "./loop-words.ts";

/** Several components poll the same thing. */
export const findSameQuestionTwice: LoopRule = ({ loops }) => {
  const byQuestion = groupBy(loops, ({ asks }) => asks);
  return [...byQuestion.values()].flatMap((same) => {
    const [loop] = same;
    // Several things are asked for one by one, and so is what each has a place of its own in.
    const asOne = same.reduce(
      (total, { askers, things, url }) => total + (things > 1 || url.includes("{…}") ? 1 : askers),
      0,
    );
    if (loop === undefined || asOne < 2) return [];
    return [
      {
        rule: "polling-same-question",
        severity: "warning",
        title: say("partsOfThePageAsk", { asone: asOne, loop: nameFor(loop) }),
        why: say("oneLoopWhoseAnswerIs"),
        connection: loop.exchanges[0]?.connection ?? null,
        numbers: [
          [say("loops"), String(asOne)],
          [say("requestsWord"), String(same.reduce((total, it) => total + measureLoop(it).requests, 0))],
        ],
        rows: rowsOf(loop),
      },
    ];
  });
};
