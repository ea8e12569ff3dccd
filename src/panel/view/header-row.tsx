// biome-ignore-all lint/a11y/useFocusableInteractive: the buttons in the headers have the focus
// biome-ignore-all lint/a11y/useSemanticElements: rows are no table's: only those in view are elements
import { useRef, useState } from "preact/hooks";
import { say } from "../../core/text/say.ts";
import { type ColumnId, columnOf, type PlacedColumn } from "../store/column-layout.ts";
import { formatMode } from "../store/row-times.ts";
import { RESIZE_STEP_PX } from "./column-menu.ts";
import { fitColumn } from "./fit-column.ts";
import { usePanel } from "./panel-context.ts";
import type { MenuPlace } from "./popup-menu.tsx";

/** A press that moves less is a click. */
const DRAG_FROM_PX = 5;

/** The menu of a column, and where it is open. */
export interface ColumnMenuOpen {
  readonly id: ColumnId;
  readonly at: MenuPlace;
}

interface HeaderRowProps {
  readonly columns: readonly PlacedColumn[];
  /** The menu that is open; it is no part of the grid, and others show it. */
  readonly menu: ColumnMenuOpen | null;
  readonly setMenu: (menu: ColumnMenuOpen | null) => void;
}

/** The names of the columns: each with a menu, to be dragged to another place, and resized at its end. */
export function HeaderRow({ columns, menu, setMenu }: HeaderRowProps) {
  const store = usePanel();
  const { look } = store;
  const row = useRef<HTMLDivElement>(null);
  /** The one header that Tab leads to; arrows lead to the others. */
  const [tabStop, setTabStop] = useState<ColumnId>("time");
  /** Before which column the one that is dragged would stand; null is none, "" the end. */
  const [drop, setDrop] = useState<ColumnId | "" | null>(null);
  /** The press that closes a menu is not to open it again. */
  const wasOpen = useRef(false);
  const shown = columns.map(({ id }) => id);
  const stop = shown.includes(tabStop) ? tabStop : shown[0];

  const focus = (id: ColumnId | undefined) => {
    if (id === undefined) return;
    setTabStop(id);
    columnName(id)?.focus();
  };
  const fitWidth = (id: ColumnId) => look.resize(id, fitColumn(id));
  const openMenu = (id: ColumnId) => {
    const box = columnName(id)?.getBoundingClientRect();
    if (box !== undefined) setMenu({ id, at: { x: box.left, y: box.bottom } });
  };

  const onKeyDown = (event: KeyboardEvent, id: ColumnId) => {
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    const width = columns.find((it) => it.id === id)?.width ?? null;
    if (event.ctrlKey || event.metaKey) return;
    if (step !== 0 && event.altKey) look.step(id, step, shown);
    else if (step !== 0 && event.shiftKey) {
      if (width !== null) look.resize(id, width + step * RESIZE_STEP_PX);
    } else if (step !== 0) focus(shown[shown.indexOf(id) + step]);
    else if (event.key === "Home") focus(shown[0]);
    else if (event.key === "End") focus(shown.at(-1));
    else if (event.key === "Enter" && event.shiftKey) fitWidth(id);
    else if (event.key === "ArrowDown") openMenu(id);
    else if (event.key === "Delete" && id !== "data") {
      const next = shown[shown.indexOf(id) + 1] ?? shown[0];
      look.show(id, false);
      focus(next);
    } else if (event.key === "Escape") row.current?.closest<HTMLElement>(".grid")?.focus();
    else {
      // What a button does by itself; and nothing of it is meant for the rows.
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  /** Follows a press on a name until it is let go: as a click, or as a move to another place. */
  const onPointerDown = (event: PointerEvent, id: ColumnId) => {
    wasOpen.current = menu?.id === id;
    if (event.button !== 0) return;
    const from = event.clientX;
    const element = event.currentTarget as HTMLElement;
    let place: ColumnId | "" | null = null;
    element.setPointerCapture(event.pointerId);
    element.onpointermove = (move) => {
      if (place === null && Math.abs(move.clientX - from) < DRAG_FROM_PX) return;
      place = placeAt(row.current, move.clientX);
      setDrop(place);
    };
    element.onlostpointercapture = () => {
      element.onpointermove = null;
      element.onlostpointercapture = null;
      if (place === null) return;
      setDrop(null);
      look.move(id, place === "" ? null : place);
      // The click that follows is the end of the move.
      element.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => element.removeEventListener("click", swallow, true), 0);
    };
  };

  const onGrip = (event: PointerEvent, id: ColumnId) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const from = event.clientX;
    const width = columns.find((it) => it.id === id)?.width ?? 0;
    const element = event.currentTarget as HTMLElement;
    element.setPointerCapture(event.pointerId);
    element.onpointermove = (move) => look.resize(id, width + move.clientX - from);
    element.onlostpointercapture = () => {
      element.onpointermove = null;
    };
  };

  return (
    <div class="row header-row" role="row" aria-rowindex={1} ref={row}>
      {columns.map(({ id, width }, index) => {
        const { title, label, hint } = nameOf(store, id);
        return (
          <span
            key={id}
            class={`cell cell-${id} ${drop === id ? "is-drop" : ""} ${
              drop === "" && index === columns.length - 1 ? "is-drop-end" : ""
            }`}
            role="columnheader"
            aria-colindex={index + 1}
            aria-sort={id === "time" ? "ascending" : undefined}
            data-column={id}
            onContextMenu={(event) => {
              event.preventDefault();
              setMenu({ id, at: { x: event.clientX, y: event.clientY } });
            }}
          >
            <button
              type="button"
              class="column-name"
              tabIndex={id === stop ? 0 : -1}
              aria-label={label}
              aria-haspopup="menu"
              aria-expanded={menu?.id === id}
              title={say("clickForItsMenuDrag", { label: hint ?? label })}
              onFocus={() => setTabStop(id)}
              onClick={() => {
                if (!wasOpen.current) openMenu(id);
                wasOpen.current = false;
              }}
              onKeyDown={(event) => onKeyDown(event, id)}
              onPointerDown={(event) => onPointerDown(event, id)}
            >
              {title}
            </button>
            {width !== null && (
              <span
                class="column-grip"
                aria-hidden="true"
                onPointerDown={(event) => onGrip(event, id)}
                onDblClick={() => fitWidth(id)}
              />
            )}
          </span>
        );
      })}
    </div>
  );
}

/** What has the focus of a column's header. */
export function columnName(id: ColumnId): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-column="${id}"] > .column-name`);
}

function nameOf(
  store: ReturnType<typeof usePanel>,
  id: ColumnId,
): { readonly title: string; readonly label: string; readonly hint: string | null } {
  if (id !== "time") return columnOf(id);
  return { ...formatMode(store.times.mode.value, store.times.origin.value), hint: null };
}

function swallow(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}

/** Before which column a place lies; "" is behind the last. */
function placeAt(row: HTMLElement | null, x: number): ColumnId | "" {
  for (const cell of row?.querySelectorAll<HTMLElement>("[data-column]") ?? []) {
    const { left, width } = cell.getBoundingClientRect();
    if (x < left + width / 2) return cell.dataset.column as ColumnId;
  }
  return "";
}
