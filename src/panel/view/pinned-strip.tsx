import { formatCount } from "../../core/format/format-count.ts";
import { formatTime } from "../../core/format/format-time.ts";
import { say, sayCount } from "../../core/text/say.ts";
import type { Row } from "../../core/wire/row.ts";
import { Icon } from "./icons.tsx";
import { MeaningWords } from "./meaning-words.tsx";
import { usePanel } from "./panel-context.ts";

/** The pinned rows, above the list: they stay in sight whatever is scrolled or filtered. */
export function PinnedStrip() {
  const store = usePanel();
  const rows = store.marks.pinned.value;
  const count = store.status.value?.annotations.pinned ?? 0;
  if (rows.length === 0) return null;
  return (
    <ul class="pinned" aria-label={say("pinned")}>
      {rows.map((row) => (
        <PinnedRow key={row.row} row={row} />
      ))}
      {count > rows.length && (
        <li class="pinned-rest is-dim">{sayCount("moreArePinnedTheFilter", count - rows.length)}</li>
      )}
    </ul>
  );
}

function PinnedRow({ row }: { row: Row }) {
  const { marks, list, words } = usePanel();
  const isSelected = list.cursor.value.row === row.row;
  return (
    <li class={`pinned-row ${isSelected ? "is-chosen" : ""}`}>
      <button
        type="button"
        class="pinned-go"
        aria-current={isSelected ? "true" : undefined}
        onClick={() => marks.goTo(row.row)}
      >
        <span class="pinned-number">#{formatCount(row.row + 1)}</span>
        <span class="pinned-time">{formatTime(row.at)}</span>
        {row.direction !== null && (
          <span class={`is-${row.direction}`} role="img" aria-label={row.direction}>
            {row.direction === "sent" ? "↑" : "↓"}
          </span>
        )}
        {row.note !== "" && <span class="note-chip">{row.note}</span>}
        <span class="pinned-data">
          <MeaningWords row={row} words={words.value} />
        </span>
      </button>
      <button
        type="button"
        class="button is-quiet is-icon"
        aria-label={say("unpinRow", { row: row.row + 1 })}
        title={say("unpin")}
        onClick={() => marks.change([row.row], { pinned: false })}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
