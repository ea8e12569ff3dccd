import { formatDuration } from "../../format/format-duration.ts";
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
          ? `${nameFor(loop)} asks every ${every}, and ${percent(1 - emptyShare)} of the answers are new: leave it, or ask less often`
          : `${nameFor(loop)} asks only every ${every}: leave it`,
        why: isAlwaysNew
          ? "State that changes all the time is sampled: a stream would bring as many messages, or more. If readers do not need each sample, a longer interval saves in proportion."
          : "Plain HTTP is simpler than a connection that is held: caches and CDNs work, any server can answer, nothing has to be kept in memory for each reader. ETag and 304 make an answer without news small.",
        connection: loop.exchanges[0]?.connection ?? null,
        numbers: [
          ["interval", every],
          ["new answers", `${full} of ${full + empty}`],
        ],
        rows: rowsOf(loop),
      },
    ];
  });
