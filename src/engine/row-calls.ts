import type { EngineCall } from "../core/wire/engine-api.ts";
import { findAlikeBefore } from "./alike-before.ts";
import { findMarked, markedMessages, pinnedRows } from "./annotated-rows.ts";
import type { CallHandlers } from "./answer-calls.ts";
import { copyRows } from "./copy-rows.ts";
import type { PanelAnalysis } from "./panel-analysis.ts";
import type { PanelView } from "./panel-view.ts";
import { messageDetail } from "./row-view.ts";
import { rowWindow, untilLoaded } from "./row-window.ts";

type RowCall = Extract<
  EngineCall,
  | "find-from"
  | "rows"
  | "alike-before"
  | "message"
  | "row-numbers"
  | "copy-rows"
  | "pinned"
  | "marked"
  | "find-marked"
  | "locate"
>;

/** More rows than the tallest screen shows are not given at once. */
const MAX_ROWS = 1000;

/** Answers what a panel asks about the rows of its view. `existing` answers a row, and throws a sentence where it is gone. */
export function rowCalls(
  analysis: () => PanelAnalysis,
  view: PanelView,
  existing: (row: number) => number,
): CallHandlers<RowCall> {
  let rowsAsked = 0;
  return {
    async "find-from"({ row, by }) {
      const match = view.finder.from(row, by);
      return match === null ? null : { ...match, index: view.rows.positionOf(match.row) };
    },
    rows({ start, count }) {
      rowsAsked += 1;
      const asked = rowsAsked;
      const { shown, meanings, tripOf } = analysis();
      return rowWindow(
        shown.session,
        view.rows,
        start,
        Math.min(count, MAX_ROWS),
        meanings.rows,
        shown.annotations.all,
        view.finder,
        tripOf,
        // The list has one window: who asks for another has left this one.
        () => asked === rowsAsked,
      );
    },
    "alike-before": ({ row }) =>
      findAlikeBefore(
        analysis().shown.session,
        row,
        analysis().meanings.rows,
        performance.now.bind(performance),
      ),
    async message({ row }) {
      const { shown, meanings, tripOf } = analysis();
      const { session } = shown;
      existing(row);
      await untilLoaded(() => session.load(row));
      return messageDetail(
        session,
        row,
        meanings.rows.known(row),
        shown.annotations.all.get(row),
        tripOf(row),
      );
    },
    async "row-numbers"({ start, end }) {
      const numbers: number[] = [];
      for (let at = Math.max(0, start); at < Math.min(end, view.rows.matched); at += 1) {
        numbers.push(view.rows.rowAt(at) as number);
      }
      return Uint32Array.from(numbers);
    },
    "copy-rows": ({ rows, format }) =>
      copyRows(analysis().shown.session, rows, format, performance.now.bind(performance)),
    pinned: () =>
      pinnedRows(analysis().shown.session, analysis().shown.annotations, analysis().meanings.rows.known),
    marked: async () => markedMessages(analysis().shown.session, analysis().shown.annotations),
    "find-marked": async ({ from, step }) => findMarked(view.rows, analysis().shown.annotations, from, step),
    locate: async ({ row }) => view.rows.positionOf(row),
  };
}
