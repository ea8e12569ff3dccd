/** Which answers of a scan are waited for, where rows may be asked about anew before the answer to the first question has come. */
export interface AwaitedAnswers {
  /** It is asked about. */
  asked(row: number): void;
  /** It is answered; false: that answers a question that does not count any more. */
  answered(row: number): boolean;
  /** What was asked about these rows counts no more. */
  outdate(isOut: (row: number) => boolean): void;
}

/** Creates it; answers come in the order of the questions. */
export function createAwaitedAnswers(): AwaitedAnswers {
  const waiting = new Map<number, number>();
  const outdated = new Map<number, number>();
  return {
    asked(row) {
      waiting.set(row, (waiting.get(row) ?? 0) + 1);
    },
    answered(row) {
      countDown(waiting, row);
      return !countDown(outdated, row);
    },
    outdate(isOut) {
      for (const [row, times] of waiting) if (isOut(row)) outdated.set(row, times);
    },
  };
}

/** Counts one less; whether there was any. */
function countDown(counts: Map<number, number>, row: number): boolean {
  const count = counts.get(row) ?? 0;
  if (count === 0) return false;
  if (count === 1) counts.delete(row);
  else counts.set(row, count - 1);
  return true;
}
