import type { RowTrip } from "../../core/wire/row.ts";
import type { PanelStore } from "../store/panel-store.ts";

/** What a key does in the list beside moving in it; answers whether it does anything. */
export function runListKey(store: PanelStore, event: KeyboardEvent): boolean {
  const { marks, selection, copying, list } = store;
  const command = event.ctrlKey || event.metaKey;
  if (event.altKey) return false;
  if (command) {
    if (event.shiftKey) return false;
    if (event.key === "a") selection.selectAll();
    else if (event.key === "c") void copying.copy(selection.numbers(), "text");
    else return false;
    return true;
  }
  switch (event.key) {
    case "m":
      marks.mark();
      return true;
    case "p":
      marks.pin();
      return true;
    case "n":
    case "N":
      store.find.go(event.key === "n" ? 1 : -1);
      return true;
    case "e":
      marks.note();
      return true;
    case "F2":
      marks.step(event.shiftKey ? -1 : 1);
      return true;
    case "]":
      marks.step(1);
      return true;
    case "[":
      marks.step(-1);
      return true;
    case "Escape": {
      if (copying.state.peek() !== null) copying.stop();
      else if (selection.range.peek() !== null) selection.clear();
      else if ((list.cursor.peek().row ?? list.cursor.peek().index) !== null) list.unselect();
      else return false;
      return true;
    }
    case "Enter":
      if (event.shiftKey) jumpToPartner(store);
      else focusDetail();
      return true;
    default:
      return false;
  }
}

/** The round trip of the selected row; null where it has none, or none that is known. */
export function tripOfCursor({ list, detail }: PanelStore): RowTrip | null {
  const { index, row } = list.cursor.peek();
  const opened = detail.detail.peek()?.row;
  // The detail may be there before the list has found the row's place.
  const selected = opened?.row === row ? opened : index === null ? undefined : list.rowAt(index)?.row;
  return selected?.trip ?? null;
}

/** To the other side of a round trip. */
export function jumpToPartner(store: PanelStore): void {
  const partner = tripOfCursor(store)?.partner ?? null;
  if (partner !== null) store.showRow(partner);
}

/** The chosen tab of the detail; of a mark, which has none, what can be pressed first. */
function focusDetail(): void {
  const detail = document.querySelector(".detail");
  const tab = detail?.querySelector<HTMLElement>("[role=tab][aria-selected=true]");
  (tab ?? detail?.querySelector<HTMLElement>("button"))?.focus();
}
