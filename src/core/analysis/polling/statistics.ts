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

/** The largest of any number of values, which `Math.max` cannot take as arguments; -Infinity of none. */
export function largest(values: Iterable<number>): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const it of values) if (it > most) most = it;
  return most;
}

/** The smallest of any number of values; Infinity of none. */
export function smallest(values: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const it of values) if (it < least) least = it;
  return least;
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const it of values) total += it;
  return total;
}
