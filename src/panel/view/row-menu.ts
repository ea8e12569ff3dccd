import { formatKeys } from "../../core/format/format-keys.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { type PlainKey, say } from "../../core/text/say.ts";
import type { CopyFormat } from "../../core/wire/row.ts";
import type { PanelStore } from "../store/panel-store.ts";
import { jumpToPartner, tripOfCursor } from "./list-command.ts";
import type { MenuLine } from "./popup-menu.tsx";

const COPIES: readonly { readonly format: CopyFormat; readonly label: PlainKey; readonly note?: string }[] = [
  { format: "text", label: "copyAsText", note: "Ctrl+C" },
  { format: "json", label: "copyAsJson" },
  { format: "hex", label: "copyAsHex" },
  { format: "base64", label: "copyAsBase64" },
  { format: "c", label: "copyAsCArray" },
];

/** What can be done with the selected rows. */
export function rowMenu(store: PanelStore): MenuLine[] {
  const { marks, selection, copying, times, list } = store;
  const row = marks.current();
  const range = selection.range.value;
  const count = range === null ? 1 : range.last - range.first + 1;
  const connection = row?.connection ?? 0;
  const trip = tripOfCursor(store);
  return [
    ...(count > 1 ? [{ type: "title", label: formatQuantity(count, "row") } as const] : []),
    {
      type: "check",
      label: say("marked"),
      note: "M",
      checked: row?.marked === true,
      run: () => marks.mark(),
    },
    { type: "check", label: say("pinned"), note: "P", checked: row?.pinned === true, run: () => marks.pin() },
    {
      type: "item",
      label: row !== null && row.note !== "" ? say("changeTheNote") : say("noteMenu"),
      note: "E",
      disabled: row === null || count > 1,
      run: () => marks.note(),
    },
    {
      type: "item",
      label: say(trip?.role === "reply" ? "toItsRequest" : "toItsReply"),
      note: formatKeys("Shift+Enter"),
      disabled: count > 1 || (trip?.partner ?? null) === null,
      run: () => jumpToPartner(store),
    },
    {
      type: "item",
      label: say("compareWithThis"),
      disabled: row?.kind !== "message" || count > 1,
      run: () => row !== null && store.compare.remember(row.row),
    },
    { type: "line" },
    ...COPIES.map(
      ({ format, label, note }): MenuLine => ({
        type: "item",
        label: say(label),
        ...(note === undefined ? {} : { note: formatKeys(note) }),
        run: () => void copying.copy(selection.numbers(), format),
      }),
    ),
    { type: "line" },
    {
      type: "item",
      label: say("countTimesFromHere"),
      disabled: row === null || count > 1,
      run: () => row !== null && times.countFrom({ row: row.row, at: row.at }),
    },
    store.scope.value === null
      ? {
          type: "item",
          label: say("onlyThisConnection"),
          disabled: connection === 0 || count > 1,
          run: () => store.setScope(connection),
        }
      : { type: "item", label: say("allConnections"), run: () => store.setScope(null) },
    {
      type: "item",
      label: say("selectAll"),
      note: formatKeys("Ctrl+A"),
      disabled: list.scroll.count.value === 0,
      run: () => selection.selectAll(),
    },
  ];
}
