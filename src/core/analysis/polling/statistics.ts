/** The middle of some numbers, by their sorted copy; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that a share of all is not above, between neighbours in proportion; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** The median distance from the median, as a share of it: what few outliers cannot move (MAD). */
export function relativeSpread(values: readonly number[]): number {
  const middle = median(values);
  return median(values.map((it) => Math.abs(it - middle))) / middle;
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const it of values) total += it;
  return total;
}
