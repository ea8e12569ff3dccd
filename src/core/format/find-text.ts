import type { LongText } from "./long-text.ts";
import { SLICE_LENGTH, type Slices } from "./slices.ts";

/** Places beyond these are counted by nobody. */
export const MAX_PLACES = 1_000_000;

/** Where a text was found in another. */
export interface FoundPlaces {
  /** The first of each; in order, and none within another. */
  readonly starts: Uint32Array;
  /** There are more than are listed. */
  readonly more: boolean;
}

/** Finds a text in another, without regard to case. Signs that are longer in lower case keep theirs. */
export function* findText(text: LongText, wanted: string): Slices<FoundPlaces> {
  const needle = wanted.toLowerCase();
  let starts = new Uint32Array(1024);
  let count = 0;
  let from = 0;
  if (needle === "") return { starts: starts.subarray(0, 0), more: false };
  for (let begin = 0; begin < text.length; begin += SLICE_LENGTH) {
    // What begins in a slice may end in the next.
    const piece = text.slice(Math.max(begin, from), begin + SLICE_LENGTH + needle.length - 1);
    const lowerCase = piece.toLowerCase();
    const searched = lowerCase.length === piece.length ? lowerCase : piece;
    const offset = Math.max(begin, from);
    for (let at = searched.indexOf(needle); at !== -1; at = searched.indexOf(needle, at + needle.length)) {
      if (count === MAX_PLACES) return { starts: starts.subarray(0, count), more: true };
      if (count === starts.length) {
        const grown = new Uint32Array(count * 2);
        grown.set(starts);
        starts = grown;
      }
      starts[count] = offset + at;
      count += 1;
      from = offset + at + needle.length;
    }
    yield begin / text.length;
  }
  return { starts: starts.subarray(0, count), more: false };
}
