/** So much at once, and so much a second. */
export interface Allowance {
  readonly atOnce: number;
  readonly perSecond: number;
}

/** What is left of an allowance. */
export interface Budget {
  /** Takes so much where there is as much, and answers whether there was. */
  take(amount: number, now: number): boolean;
}

/** Creates a full budget (a token bucket). `now` is milliseconds of a clock that may stand still, but not run back. */
export function createBudget({ atOnce, perSecond }: Allowance): Budget {
  let left = atOnce;
  let filledAt = Number.NaN;
  return {
    take(amount, now) {
      if (now > filledAt) left = Math.min(atOnce, left + ((now - filledAt) / 1000) * perSecond);
      filledAt = Number.isNaN(filledAt) ? now : Math.max(filledAt, now);
      if (amount > left) return false;
      left -= amount;
      return true;
    },
  };
}
