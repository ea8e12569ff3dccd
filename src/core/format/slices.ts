/**
 * Work that may take long, in slices: it yields now and then, and whoever runs it decides whether it goes on at once, later,
 * or never. What it yields is how far it has come, from 0 to 1.
 */
export type Slices<T> = Generator<number, T, void>;

/** So many characters or bytes take well below a millisecond to look at. */
export const SLICE_LENGTH = 64 * 1024;

/** Does all of it at once. */
export function runSlices<T>(work: Slices<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
