import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Annotation } from "../../core/model/annotation.ts";
import { say } from "../../core/text/say.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import type { Row } from "../../core/wire/row.ts";
import type { DetailStore } from "./detail.ts";
import type { EngineConnection } from "./engine-connection.ts";
import type { MessageList } from "./message-list.ts";
import type { NoticeStore } from "./notices.ts";
import type { RowSelection } from "./row-selection.ts";

/** More rows than this at once are marked by mistake rather than on purpose. */
const MAX_ROWS = 10_000;

/** What the reader says of rows: marks, pins and notes. */
export interface RowMarks {
  /** The pinned rows, in order of time. */
  readonly pinned: ReadonlySignal<readonly Row[]>;
  /** The row whose note is being written. */
  readonly noteOf: Signal<Row | null>;
  /** What has been written of it so far; null is nothing. */
  draft: string | null;
  /** Rows have other numbers now: a note that is being written is not kept, and is told so that it can be copied. */
  sessionChanged(): void;
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

/** What is marked with it. */
interface MarkedList {
  readonly list: MessageList;
  readonly selection: RowSelection;
  readonly detail: DetailStore;
  /** The filter asks for marks, pins or notes: rows may leave the view, or come, as they are changed. */
  readonly filtersMarks: ReadonlySignal<boolean>;
}

/** Creates the marks. */
export function createRowMarks(
  engine: EngineConnection,
  status: ReadonlySignal<EngineStatus | null>,
  { list, selection, detail, filtersMarks }: MarkedList,
  { fail, tell }: Pick<NoticeStore, "fail" | "tell">,
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
    // Its positions would be those of other rows.
    if (filtersMarks.peek()) selection.clear();
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
        fail(new Error(say("tooManyRowsSelected")));
      } else change(rows, { [what]: on });
    }, fail);
  }

  return {
    pinned,
    noteOf,
    draft: null,
    sessionChanged() {
      if (noteOf.peek() === null) return;
      const written = this.draft?.trim() ?? "";
      if (written !== "") {
        const text = say("theNoteThatWasBeing", { written });
        tell({ id: "note-lost", severity: "warning", text });
      }
      this.draft = null;
      noteOf.value = null;
    },
    current,
    mark: () => toggle("marked"),
    pin: () => toggle("pinned"),
    change,
    note() {
      this.draft = null;
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
