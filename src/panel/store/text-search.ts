import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type FoundPlaces, findText } from "../../core/format/find-text.ts";
import type { LongText } from "../../core/format/long-text.ts";
import { inSlices, type SlicedWork } from "./in-slices.ts";
import { type PlaceSearch, stepPlace } from "./place-search.ts";

/** A search in one text. */
export interface TextSearch extends PlaceSearch {
  /** Null while it looks. */
  readonly places: ReadonlySignal<FoundPlaces | null>;
  /** Where the one that is looked at is, and how long. */
  readonly place: ReadonlySignal<{ readonly start: number; readonly end: number } | null>;
}

const NOWHERE: FoundPlaces = { starts: new Uint32Array(0), more: false };

/** Creates it for a text. */
export function createTextSearch(text: LongText): TextSearch {
  const wanted = signal("");
  const places = signal<FoundPlaces | null>(NOWHERE);
  const current = signal<number | null>(null);
  let work: SlicedWork | null = null;
  return {
    wanted,
    places,
    found: computed(() =>
      places.value === null ? null : { count: places.value.starts.length, more: places.value.more },
    ),
    current,
    place: computed(() => {
      const start = current.value === null ? undefined : places.value?.starts[current.value];
      return start === undefined ? null : { start, end: start + wanted.value.length };
    }),
    find(next) {
      if (next === wanted.peek()) return;
      work?.cancel();
      wanted.value = next;
      places.value = null;
      current.value = null;
      work = inSlices(findText(text, next), (found) => {
        places.value = found;
        current.value = found.starts.length > 0 ? 0 : null;
      });
    },
    go(by) {
      const count = places.peek()?.starts.length ?? 0;
      if (count > 0) current.value = stepPlace(current.peek(), by, count);
    },
    dispose: () => work?.cancel(),
  };
}

/** The places of a search within a part of the text, of which the one that is looked at is told. */
export function placesWithin(
  { starts }: FoundPlaces,
  length: number,
  from: number,
  to: number,
): { readonly start: number; readonly end: number; readonly index: number }[] {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) + length <= from) low = middle + 1;
    else high = middle;
  }
  const within = [];
  for (let index = low; index < starts.length && (starts[index] as number) < to; index += 1) {
    const start = starts[index] as number;
    within.push({ start: Math.max(from, start), end: Math.min(to, start + length), index });
  }
  return within;
}
