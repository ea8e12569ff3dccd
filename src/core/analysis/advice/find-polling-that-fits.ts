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
    const { emptyShare, full, empty, failed } = measureLoop(loop);
    const { intervalMs } = loop.rhythm;
    if (loop.kind === "long" || emptyShare === null || failed > full + empty) return [];
    const isAlwaysNew = full + empty >= LEAST_ANSWERS && 1 - emptyShare >= ALWAYS_NEW;
    if (!isAlwaysNew && intervalMs < SELDOM_MS) return [];
    const every = formatDuration(intervalMs);
    return [
      {
        rule: "polling-fits",
        severity: "info",
        title: isAlwaysNew
          ? say("asksEveryAndOfThe", { loop: nameFor(loop), every, emptyshare: percent(1 - emptyShare) })
          : say("asksOnlyEveryLeaveIt", { loop: nameFor(loop), every }),
        why: isAlwaysNew ? say("stateThatChangesAllThe") : say("plainHttpIsSimplerThan"),
        connection: loop.exchanges[0]?.connection ?? null,
        numbers: [
          [say("intervalWord"), every],
          [say("newAnswers"), say("ofAll", { full, full2: full + empty })],
        ],
        rows: rowsOf(loop),
      },
    ];
  });
