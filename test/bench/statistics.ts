/** What is said of one measurement over all rounds. */
export interface Spread {
  readonly median: number;
  /** The width of the middle half. */
  readonly iqr: number;
}

/** The median and the interquartile range; NaN of nothing. */
export function measureSpread(values: readonly number[]): Spread {
  return {
    median: quantile(values, 0.5),
    iqr: quantile(values, 0.75) - quantile(values, 0.25),
  };
}

/** The value below which the given share of the values lies, interpolated between neighbours. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
