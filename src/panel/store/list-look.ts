import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ListSettings } from "../../core/wire/engine-settings.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import {
  type ColumnChoice,
  type ColumnId,
  changeColumn,
  firstLayout,
  moveColumn,
  parseLayout,
  stepColumn,
} from "./column-layout.ts";
import { TIME_MODES, type TimeMode } from "./row-times.ts";

/** A column that is dragged changes with every move: what is kept is how it stands afterwards. */
const KEEP_AFTER_MS = 300;

/** How the list looks, kept for the next time. */
export interface ListLook {
  readonly columns: ReadonlySignal<readonly ColumnChoice[]>;
  readonly time: Signal<TimeMode>;
  show(id: ColumnId, shown: boolean): void;
  /** CSS pixels; null gives it its own width. */
  resize(id: ColumnId, width: number | null): void;
  move(id: ColumnId, before: ColumnId | null): void;
  /** By one place among those that are shown. */
  step(id: ColumnId, step: 1 | -1, shown: readonly ColumnId[]): void;
  /** All columns as they were at first. */
  reset(): void;
  dispose(): void;
}

/** Creates the look, from what is kept in the settings; `keep` keeps it. */
export function createListLook(
  status: ReadonlySignal<EngineStatus | null>,
  keep: (list: ListSettings) => void,
): ListLook {
  const columns = signal<readonly ColumnChoice[]>(firstLayout());
  const time = signal<TimeMode>("absolute");
  /** As it was kept last, and as the engine told it last: until a change is through, that is what was before. */
  let kept = "";
  let told = "";
  let timer: ReturnType<typeof setTimeout> | null = null;

  function current(): ListSettings {
    // A row that is counted from belongs to one session: the next one begins with times of day.
    return { columns: columns.peek(), time: time.peek() === "row" ? "absolute" : time.peek() };
  }

  kept = JSON.stringify(current());
  const stopReading = effect(() => {
    const list = status.value?.settings.list;
    if (list === undefined || timer !== null) return;
    const text = JSON.stringify(list);
    if (text === told) return;
    told = text;
    if (text === kept) return;
    kept = text;
    columns.value = parseLayout(list);
    if (time.peek() !== "row") time.value = TIME_MODES.find((it) => it === list.time) ?? "absolute";
  });

  const stopKeeping = effect(() => {
    columns.value;
    time.value;
    if (JSON.stringify(current()) === kept) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      const list = current();
      kept = JSON.stringify(list);
      keep(list);
    }, KEEP_AFTER_MS);
  });

  return {
    columns,
    time,
    show(id, shown) {
      columns.value = changeColumn(columns.peek(), id, { shown });
    },
    resize(id, width) {
      columns.value = changeColumn(columns.peek(), id, { width });
    },
    move(id, before) {
      columns.value = moveColumn(columns.peek(), id, before);
    },
    step(id, step, shown) {
      columns.value = stepColumn(columns.peek(), id, step, shown);
    },
    reset() {
      columns.value = firstLayout();
    },
    dispose() {
      stopReading();
      stopKeeping();
      if (timer === null) return;
      clearTimeout(timer);
      keep(current());
    },
  };
}
