import { type ColumnId, columnOf, type PlacedColumn } from "../store/column-layout.ts";
import type { PanelStore } from "../store/panel-store.ts";
import { formatMode, TIME_MODES } from "../store/row-times.ts";
import { fitColumn } from "./fit-column.ts";
import type { MenuLine } from "./popup-menu.tsx";

/** Pixels by which a column gets wider or narrower at a time. */
export const RESIZE_STEP_PX = 12;

/** What can be done with a column, and which there are. */
export function columnMenu(store: PanelStore, id: ColumnId, placed: readonly PlacedColumn[]): MenuLine[] {
  const { look } = store;
  const shown = placed.map((it) => it.id);
  const at = shown.indexOf(id);
  const width = placed[at]?.width ?? null;
  const isData = id === "data";
  return [
    ...(id === "time" ? timeLines(store) : []),
    { type: "title", label: columnOf(id).label },
    {
      type: "item",
      label: "Move left",
      note: "Alt+←",
      disabled: at <= 0,
      run: () => look.step(id, -1, shown),
    },
    {
      type: "item",
      label: "Move right",
      note: "Alt+→",
      disabled: at === shown.length - 1,
      run: () => look.step(id, 1, shown),
    },
    ...(isData
      ? []
      : ([
          {
            type: "item",
            label: "Wider",
            note: "Shift+→",
            stays: true,
            run: () => look.resize(id, (width ?? 0) + RESIZE_STEP_PX),
          },
          {
            type: "item",
            label: "Narrower",
            note: "Shift+←",
            stays: true,
            run: () => look.resize(id, (width ?? 0) - RESIZE_STEP_PX),
          },
          {
            type: "item",
            label: "As wide as what it shows",
            note: "Shift+Enter",
            run: () => look.resize(id, fitColumn(id)),
          },
          { type: "item", label: "Hide", note: "Delete", run: () => look.show(id, false) },
        ] satisfies MenuLine[])),
    { type: "line" },
    { type: "title", label: "Columns" },
    ...look.columns.value.map((choice): MenuLine => {
      const { label } = columnOf(choice.id);
      const hidden = choice.shown && !shown.includes(choice.id);
      const why = choice.id === "connection" && store.scope.value !== null ? "one is chosen" : "no room";
      return {
        type: "check",
        label,
        checked: choice.shown,
        disabled: choice.id === "data",
        stays: true,
        ...(hidden ? { note: why } : {}),
        run: () => look.show(choice.id, !choice.shown),
      };
    }),
    { type: "item", label: "All as at first", run: () => look.reset() },
  ];
}

function timeLines({ times }: PanelStore): MenuLine[] {
  const origin = times.origin.value;
  return [
    { type: "title", label: "Times" },
    ...TIME_MODES.map((mode): MenuLine => {
      const isWaiting = mode === "row" && origin === null;
      return {
        type: "radio",
        label: isWaiting ? "Since a row" : formatMode(mode, origin).label,
        checked: times.mode.value === mode,
        disabled: isWaiting,
        ...(isWaiting ? { note: "choose it in its own menu" } : {}),
        run: () => times.choose(mode),
      };
    }),
    { type: "line" },
  ];
}
