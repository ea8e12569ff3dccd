import { computed, type ReadonlySignal } from "@preact/signals";
import { parseQuery } from "../../core/query/parse-query.ts";
import { hidesHeartbeats, toggleHeartbeats } from "../../core/query/toggle-heartbeats.ts";
import { addToQuery } from "../../core/query/write-json-path.ts";
import type { FilterMemoryStore } from "./filter-memory.ts";
import type { FilteredView } from "./filtered-view.ts";

/** The filter, and what can be done with it. */
export interface FilterCommands {
  readonly filter: ReadonlySignal<string>;
  /** The text that filters: of one that is wrong, the last that was not. */
  readonly filterShown: ReadonlySignal<string>;
  /** The text is the one that filters, and nobody is typing on. */
  readonly filterIsSent: ReadonlySignal<boolean>;
  /** What the engine says of rows is of the scope and the filter that are chosen, and not of those before. */
  readonly viewIsShown: ReadonlySignal<boolean>;
  readonly filterMemory: FilterMemoryStore;
  /** The filter leaves heartbeats out. */
  readonly heartbeatsHidden: ReadonlySignal<boolean>;
  setFilter(text: string): void;
  /** Filters at once by a whole text, which is then among the recent ones. */
  applyFilter(text: string): void;
  /** Filters by one thing more. */
  addToFilter(part: string): void;
  toggleHeartbeats(): void;
}

/** Creates the commands over the view that is filtered. */
export function createFilterCommands(view: FilteredView, filterMemory: FilterMemoryStore): FilterCommands {
  function applyFilter(text: string): void {
    view.apply(text);
    if (parseQuery(text).problem === undefined) filterMemory.used(text);
  }

  return {
    filter: view.text,
    filterShown: view.filtering,
    filterIsSent: view.isSent,
    viewIsShown: view.isShown,
    filterMemory,
    heartbeatsHidden: computed(() => hidesHeartbeats(view.text.value)),
    setFilter: view.type,
    applyFilter,
    addToFilter: (part) => applyFilter(addToQuery(view.text.peek(), part)),
    toggleHeartbeats: () => view.type(toggleHeartbeats(view.text.peek())),
  };
}
