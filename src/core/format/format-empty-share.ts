import type { LoopFacts } from "../analysis/polling/measure-loop.ts";
import { say } from "../text/say.ts";

/** The share of a loop's answers that told nothing, or why there is none: all failed, or none was recorded. */
export function formatEmptyShare({ emptyShare, unseen }: Pick<LoopFacts, "emptyShare" | "unseen">): string {
  if (emptyShare !== null) return `${Math.round(100 * emptyShare)} %`;
  return unseen > 0 ? say("notRecorded") : say("allFailed");
}
