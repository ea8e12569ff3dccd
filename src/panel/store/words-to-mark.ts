import { computed, type ReadonlySignal } from "@preact/signals";
import { markedWords } from "../../core/query/marked-words.ts";
import type { FindStore } from "./find-store.ts";

/** The words, in lower case, that a filter and a search look for; the same ones stay the same object, so that rows are not rendered anew. */
export function wordsToMark(
  filter: ReadonlySignal<string>,
  find: Pick<FindStore, "shown" | "text">,
): ReadonlySignal<readonly string[]> {
  const text = computed(() =>
    JSON.stringify([...markedWords(filter.value), ...(find.shown.value ? markedWords(find.text.value) : [])]),
  );
  return computed(() => JSON.parse(text.value) as string[]);
}
