/** Fewer bytes have too few values to tell. */
const LEAST_BYTES = 256;

/** So many are looked at. */
const SEARCHED_BYTES = 4096;

/**
 * Of evenly spread values this sum is about 255, with a deviation of 23 (chi-squared, 255 degrees of freedom); the best of compressors come to a
 * few hundred. Text and records of numbers are in the thousands. The bound is the mean and eight deviations.
 */
const MOST_SUM = 440;

/** Whether bytes are as evenly spread as those of what is encrypted or well compressed. Says nothing of short ones. */
export function looksRandom(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, SEARCHED_BYTES);
  if (length < LEAST_BYTES) return false;
  const counts = new Uint32Array(256);
  for (let at = 0; at < length; at += 1) {
    const byte = bytes[at] as number;
    counts[byte] = (counts[byte] as number) + 1;
  }
  const expected = length / 256;
  let sum = 0;
  for (const count of counts) sum += (count - expected) ** 2 / expected;
  return sum < MOST_SUM;
}
