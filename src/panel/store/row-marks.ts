import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Annotation } from "../../core/model/annotation.ts";
import type { EngineStatus, Row } from "../../core/wire/engine-api.ts";
import type { DetailStore } from "./detail.ts";
import type { EngineConnection } from "./engine-connection.ts";
import type { MessageList } from "./message-list.ts";
import type { RowSelection } from "./row-selection.ts";

/** More rows than this at once are marked by mistake rather than on purpose. */
const MAX_ROWS = 10_000;

/** What the reader says of rows: marks, pins and notes. */
export interface RowMarks {
  /** The pinned rows, in order of time. */
  readonly pinned: ReadonlySignal<readonly Row[]>;
  /** The row whose note is being written. */
  readonly noteOf: Signal<Row | null>;
  /** The selected row, where it is known. */
  current(): Row | null;
  /** Marks the selected rows, or takes their marks away. */
  mark(): void;
  pin(): void;
  change(rows: readonly number[], change: Partial<Annotation>): void;
  /** Opens the note of the selected row. */
  note(): void;
  /** Leads to the next marked row of the view, or the one before. */
  step(step: 1 | -1): void;
  /** Leads to a row; one that the view does not have is selected all the same, and the list stays as it is. */
  goTo(row: number): void;
  dispose(): void;
}

/** Creates the marks. `fail` tells of a call that failed. */
export function createRowMarks(
  engine: EngineConnection,
  status: ReadonlySignal<EngineStatus | null>,
  list: MessageList,
  selection: RowSelection,
  detail: DetailStore,
  fail: (problem: unknown) => void,
): RowMarks {
  const pinned = signal<readonly Row[]>([]);
  const noteOf = signal<Row | null>(null);
  let asked = "";

  const stop = effect(() => {
    const { session, annotations } = status.value ?? {};
    if (session === undefined || annotations === undefined) return;
    const wanted = `${session.id} ${annotations.revision} ${annotations.pinned}`;
    if (wanted === asked) return;
    asked = wanted;
    if (annotations.pinned === 0) {
      pinned.value = [];
      return;
    }
    engine.call("pinned", null).then((rows) => {
      if (asked === wanted) pinned.value = rows;
    }, fail);
  });

  function change(rows: readonly number[], wanted: Partial<Annotation>): void {
    if (rows.length === 0) return;
    engine
      .call("annotate", { rows, change: wanted })
      .catch(fail)
      .finally(() => detail.refresh());
  }

  function current(): Row | null {
    const { row } = list.cursor.peek();
    if (row === null) return null;
    const shown = detail.detail.peek()?.row ?? null;
    return list.shownRow(row) ?? (shown?.row === row ? shown : null);
  }

  function toggle(what: "marked" | "pinned"): void {
    const on = current()?.[what] !== true;
    selection.numbers().then((rows) => {
      if (rows.length > MAX_ROWS) {
        fail(new Error("These are more than 10,000 rows: select fewer, or filter for them instead."));
      } else change(rows, { [what]: on });
    }, fail);
  }

  return {
    pinned,
    noteOf,
    current,
    mark: () => toggle("marked"),
    pin: () => toggle("pinned"),
    change,
    note() {
      noteOf.value = current();
    },
    step(step) {
      const from = list.cursor.peek().index ?? -1;
      engine.call("find-marked", { from, step }).then((found) => {
        if (found !== null) list.select(found.index);
      }, fail);
    },
    goTo(row) {
      engine.call("locate", { row }).then((index) => {
        if (index === null) list.pick(-1, row);
        else list.find(row);
      }, fail);
    },
    dispose: stop,
  };
}
