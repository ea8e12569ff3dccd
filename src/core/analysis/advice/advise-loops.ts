import type { Session } from "../../model/session.ts";
import type { Finding } from "../finding.ts";
import type { Evidence } from "../findings/evidence.ts";
import type { Loop } from "../polling/loop.ts";
import type { RequestNotes } from "../polling/note-requests.ts";
import { findEngineIoPolling } from "./find-engine-io-polling.ts";
import { findIgnoredRetryAfter } from "./find-ignored-retry-after.ts";
import { findMissingValidators } from "./find-missing-validators.ts";
import { findMostlyEmptyPolling } from "./find-mostly-empty-polling.ts";
import { findPollingThatFits } from "./find-polling-that-fits.ts";
import { findSameQuestionTwice } from "./find-same-question-twice.ts";

/** What rules about loops look at. */
export type LoopEvidence = Pick<Evidence, "session" | "loops" | "notes">;

/** A rule that looks at loops and their requests alone. */
export type LoopRule = (evidence: LoopEvidence) => readonly Finding[];

/** The rules about loops. */
export const LOOP_RULES: readonly LoopRule[] = [
  findMostlyEmptyPolling,
  findSameQuestionTwice,
  findIgnoredRetryAfter,
  findMissingValidators,
  findPollingThatFits,
  findEngineIoPolling,
];

/** What the rules say of each loop, at the index of the loop. What is about several is told of each. */
export function adviseLoops(session: Session, loops: readonly Loop[], notes: RequestNotes): Finding[][] {
  const found = LOOP_RULES.flatMap((rule) => [...rule({ session, loops, notes })]);
  return loops.map((loop) => {
    const rows = new Set(loop.exchanges.map(({ row }) => row));
    return found.filter((it) => it.rows.some((row) => rows.has(row)));
  });
}
