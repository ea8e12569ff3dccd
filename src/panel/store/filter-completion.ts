import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { completeQuery, type QueryCandidate, type QueryVocabulary } from "../../core/query/complete-query.ts";
import type { EngineConnection } from "./engine-connection.ts";

/** What could stand at the cursor, while one writes a filter. */
export interface FilterCompletion {
  /** Empty: no list is shown. */
  readonly candidates: ReadonlySignal<readonly QueryCandidate[]>;
  /** The candidate that Enter takes; -1 is none. */
  readonly active: ReadonlySignal<number>;
  /**
   * The text or the cursor (UTF-16 code units) is another one. Unasked, a list is shown only where something is begun: one who
   * writes words is not disturbed.
   */
  suggest(text: string, cursor: number, asked: boolean): void;
  moveActive(by: number): void;
  /** The text with a candidate in its place, and where the cursor goes. */
  take(candidate: QueryCandidate): { readonly text: string; readonly cursor: number };
  close(): void;
}

/** Creates it; values that are there come from the engine. */
export function createFilterCompletion(engine: EngineConnection): FilterCompletion {
  const vocabulary = signal<QueryVocabulary>({});
  const asked = signal<{ text: string; cursor: number; always: boolean } | null>(null);
  const active = signal(-1);
  let asking = false;

  const candidates = computed((): readonly QueryCandidate[] => {
    const place = asked.value;
    if (place === null) return [];
    const found = completeQuery(place.text, place.cursor, vocabulary.value);
    const isNew = found.filter((it) => it.text !== place.text.slice(it.start, it.end));
    const isBegun = found.some((it) => it.start < place.cursor || !it.open);
    return place.always || isBegun ? isNew : [];
  });

  /** Asks anew what is there. */
  function refresh(): void {
    if (asking) return;
    asking = true;
    engine
      .call("vocabulary", null)
      .then(
        (found) => {
          vocabulary.value = found;
        },
        // Without it the words of the language are still offered.
        () => {},
      )
      .finally(() => {
        asking = false;
      });
  }

  return {
    candidates,
    active,
    suggest(text, cursor, always) {
      if (asked.peek() === null) refresh();
      batch(() => {
        asked.value = { text, cursor, always };
        active.value = -1;
      });
    },
    moveActive(by) {
      const count = candidates.peek().length;
      if (count === 0) return;
      // One step more than there are: above the first and below the last is none.
      const at = (active.peek() + 1 + by + (count + 1)) % (count + 1);
      active.value = at - 1;
    },
    take(candidate) {
      const text = asked.peek()?.text ?? "";
      const rest = text.slice(candidate.end);
      const space = candidate.open || rest.startsWith(" ") ? "" : " ";
      const before = `${text.slice(0, candidate.start)}${candidate.text}${space}`;
      return { text: before + rest, cursor: before.length };
    },
    close() {
      asked.value = null;
    },
  };
}
