import { formatQuantity } from "../../core/format/format-quantity.ts";
import type { CopyFormat } from "../../core/wire/engine-api.ts";
import type { PanelStore } from "../store/panel-store.ts";
import type { MenuLine } from "./popup-menu.tsx";

const COPIES: readonly { readonly format: CopyFormat; readonly label: string; readonly note?: string }[] = [
  { format: "text", label: "Copy as text", note: "Ctrl+C" },
  { format: "json", label: "Copy as JSON" },
  { format: "hex", label: "Copy as hex" },
  { format: "base64", label: "Copy as base64" },
  { format: "c", label: "Copy as C array" },
];

/** What can be done with the selected rows. */
export function rowMenu(store: PanelStore): MenuLine[] {
  const { marks, selection, copying, times, list } = store;
  const row = marks.current();
  const range = selection.range.value;
  const count = range === null ? 1 : range.last - range.first + 1;
  const connection = row?.connection ?? 0;
  return [
    ...(count > 1 ? [{ type: "title", label: formatQuantity(count, "row") } as const] : []),
    { type: "check", label: "Marked", note: "M", checked: row?.marked === true, run: () => marks.mark() },
    { type: "check", label: "Pinned", note: "P", checked: row?.pinned === true, run: () => marks.pin() },
    {
      type: "item",
      label: row !== null && row.note !== "" ? "Change the note…" : "Note…",
      note: "E",
      disabled: row === null || count > 1,
      run: () => marks.note(),
    },
    { type: "line" },
    ...COPIES.map(
      ({ format, label, note }): MenuLine => ({
        type: "item",
        label,
        ...(note === undefined ? {} : { note }),
        run: () => void copying.copy(selection.numbers(), format),
      }),
    ),
    { type: "line" },
    {
      type: "item",
      label: "Count times from here",
      disabled: row === null || count > 1,
      run: () => row !== null && times.countFrom({ row: row.row, at: row.at }),
    },
    store.scope.value === null
      ? {
          type: "item",
          label: "Only this connection",
          disabled: connection === 0 || count > 1,
          run: () => store.setScope(connection),
        }
      : { type: "item", label: "All connections", run: () => store.setScope(null) },
    {
      type: "item",
      label: "Select all",
      note: "Ctrl+A",
      disabled: list.scroll.count.value === 0,
      run: () => selection.selectAll(),
    },
  ];
}
