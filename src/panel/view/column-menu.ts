import { formatKeys } from "../../core/format/format-keys.ts";
import { say } from "../../core/text/say.ts";
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
      label: say("moveLeft"),
      note: "Alt+←",
      disabled: at <= 0,
      run: () => look.step(id, -1, shown),
    },
    {
      type: "item",
      label: say("moveRight"),
      note: "Alt+→",
      disabled: at === shown.length - 1,
      run: () => look.step(id, 1, shown),
    },
    ...(isData
      ? []
      : ([
          {
            type: "item",
            label: say("wider"),
            note: formatKeys("Shift+→"),
            stays: true,
            run: () => look.resize(id, (width ?? 0) + RESIZE_STEP_PX),
          },
          {
            type: "item",
            label: say("narrower"),
            note: formatKeys("Shift+←"),
            stays: true,
            run: () => look.resize(id, (width ?? 0) - RESIZE_STEP_PX),
          },
          {
            type: "item",
            label: say("asWideAsWhatIt"),
            note: formatKeys("Shift+Enter"),
            run: () => look.resize(id, fitColumn(id)),
          },
          { type: "item", label: say("hide"), note: formatKeys("Delete"), run: () => look.show(id, false) },
        ] satisfies MenuLine[])),
    { type: "line" },
    { type: "title", label: say("columns") },
    ...look.columns.value.map((choice): MenuLine => {
      const { label } = columnOf(choice.id);
      const hidden = choice.shown && !shown.includes(choice.id);
      const why =
        choice.id === "connection" && store.scope.value !== null ? say("oneIsChosen") : say("noRoom");
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
    { type: "item", label: say("allAsAtFirst"), run: () => look.reset() },
  ];
}

function timeLines({ times }: PanelStore): MenuLine[] {
  const origin = times.origin.value;
  return [
    { type: "title", label: say("times") },
    ...TIME_MODES.map((mode): MenuLine => {
      const isWaiting = mode === "row" && origin === null;
      return {
        type: "radio",
        label: isWaiting ? say("sinceARow") : formatMode(mode, origin).label,
        checked: times.mode.value === mode,
        disabled: isWaiting,
        ...(isWaiting ? { note: say("chooseItInItsOwn") } : {}),
        run: () => times.choose(mode),
      };
    }),
    { type: "line" },
  ];
}
