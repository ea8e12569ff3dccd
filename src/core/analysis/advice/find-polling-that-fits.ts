import { formatDuration } from "../../format/format-duration.ts";
import { say } from "../../text/say.ts";
import { measureLoop } from "../polling/measure-loop.ts";
import type { LoopRule } from "./advise-loops.ts";
import { nameFor, percent, rowsOf } from "./loop-words.ts";

const LEAST_ANSWERS = 8;
/** Nearly each answer is new: nothing is asked for nothing. */
const ALWAYS_NEW = 0.9;
/** A page that asks so seldom can wait, and a request now and then costs less than a connection that is held. */
const SELDOM_MS = 30_000;

/** Loops that should be left as they are, against the fashion of the day. */
export const findPollingThatFits: LoopRule = ({ loops }) =>
  loops.flatMap((loop) => {
    const { emptyShare, full, empty, failed, unseen, requests } = measureLoop(loop);
    const { intervalMs } = loop.rhythm;
    if (loop.kind === "long" || failed > full + empty + unseen || failed === requests) return [];
    const newShare = emptyShare === null ? 0 : 1 - emptyShare;
    const isAlwaysNew = full + empty >= LEAST_ANSWERS && newShare >= ALWAYS_NEW;
    if (!isAlwaysNew && intervalMs < SELDOM_MS) return [];
    const every = formatDuration(intervalMs);
    return [
      {
        rule: "polling-fits",
        severity: "info",
        title: isAlwaysNew
          ? say("asksEveryAndOfThe", { loop: nameFor(loop), every, emptyshare: percent(newShare) })
          : say("asksOnlyEveryLeaveIt", { loop: nameFor(loop), every }),
        why: isAlwaysNew ? say("stateThatChangesAllThe") : say("plainHttpIsSimplerThan"),
        connection: loop.exchanges[0]?.connection ?? null,
        numbers: [
          [say("intervalWord"), every],
          ...(full + empty > 0
            ? [[say("newAnswers"), say("ofAll", { full, full2: full + empty })] as const]
            : []),
        ],
        rows: rowsOf(loop),
      },
    ];
  });
