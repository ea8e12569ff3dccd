import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { MessageDetail } from "../../core/wire/message-detail.ts";
import type { EngineConnection } from "./engine-connection.ts";

/** How often a payload that is still coming is asked for again. */
const REFRESH_MS = 500;

/** The selected row, whole. */
export interface DetailStore {
  /** Null where nothing is selected. While another row is on its way, the one before it stays. */
  readonly detail: ReadonlySignal<MessageDetail | null>;
  /** Asks for it again: something else is said of it. */
  refresh(): void;
  dispose(): void;
}

/** Follows the selected row. `changes` counts what may have completed it. */
export function createDetailStore(
  engine: EngineConnection,
  selected: ReadonlySignal<number | null>,
  changes: ReadonlySignal<number>,
  fail: (problem: unknown) => void,
): DetailStore {
  const detail = signal<MessageDetail | null>(null);
  let asking = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function ask(): void {
    const row = selected.peek();
    if (row === null || asking) return;
    asking = true;
    engine
      .call("message", { row })
      .then(
        (answer) => {
          if (selected.peek() === row) detail.value = answer;
        },
        (problem) => {
          if (selected.peek() !== row) return;
          detail.value = null;
          fail(problem);
        },
      )
      .finally(() => {
        asking = false;
        // Another row was selected meanwhile: only the last one counts.
        if (selected.peek() !== row) ask();
      });
  }

  const stopSelecting = effect(() => {
    if (selected.value === null) detail.value = null;
    else if (detail.peek()?.row.row !== selected.value) ask();
  });

  const stopRefreshing = effect(() => {
    changes.value;
    const held = detail.peek();
    if (held === null || held.row.missingBytes === 0 || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      ask();
    }, REFRESH_MS);
  });

  return {
    detail,
    refresh: ask,
    dispose() {
      stopSelecting();
      stopRefreshing();
      if (timer !== null) clearTimeout(timer);
    },
  };
}
