// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
import { useRef } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import type { PlacedColumn } from "../store/column-layout.ts";
import { ROW_HEIGHT_PX } from "../store/message-list.ts";
import { FindBar } from "./find-bar.tsx";
import { HeaderRow } from "./header-row.tsx";
import { Icon } from "./icons.tsx";
import { rowsOfKey } from "./list-keys.ts";
import { MessageRow } from "./message-row.tsx";
import { usePanel } from "./panel-context.ts";
import { usePlacedColumns } from "./use-placed-columns.ts";
import { VirtualList } from "./virtual-list.tsx";

/** The list of messages, marks and requests. */
export function MessagePane() {
  const store = usePanel();
  const { list } = store;
  const view = store.status.value?.view;
  const nothing = view !== undefined && view.matched === 0 && !view.filtering;
  return (
    <section class="messages" aria-label="Messages">
      <FindBar />
      <MessageGrid />
      {nothing && <NothingMatches />}
      {list.newRows.value > 0 && (
        <button type="button" class="new-rows" onClick={() => list.scroll.toEnd()}>
          ↓ {formatCount(list.newRows.value)} new
        </button>
      )}
    </section>
  );
}

function MessageGrid() {
  const store = usePanel();
  const { list } = store;
  const { scroll } = list;
  const cursor = list.cursor.value;
  const words = store.words.value;
  const { times } = store;
  const connections = store.connections.value;
  const place = useRef<HTMLDivElement>(null);
  const columns = usePlacedColumns(place);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && (cursor.row ?? cursor.index) !== null) {
      // Chromium's DevTools would open its drawer.
      event.stopPropagation();
      return list.unselect();
    }
    if (event.key === "Enter" && event.shiftKey) {
      const partner = cursor.index === null ? null : list.rowAt(cursor.index)?.row.trip?.partner;
      if (typeof partner === "number") store.showRow(partner);
      return;
    }
    if (event.key === "Enter") {
      document.querySelector<HTMLElement>(".detail [role=tab][aria-selected=true]")?.focus();
      return;
    }
    if ((event.key === "n" || event.key === "N") && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      return store.find.go(event.key === "n" ? 1 : -1);
    }
    const by = rowsOfKey(event, scroll);
    if (by === null) return;
    event.preventDefault();
    if (by === Infinity) list.select(scroll.count.peek() - 1);
    else if (by === -Infinity) list.select(0);
    else list.moveCursor(by);
  };

  return (
    <div class="grid-place" ref={place}>
      <VirtualList
        class="grid"
        style={{ "--columns": templateOf(columns) }}
        role="grid"
        aria-label="Messages"
        aria-rowcount={scroll.count.value + 1}
        aria-colcount={columns.length}
        aria-activedescendant={cursor.index === null ? undefined : `row-${cursor.index}`}
        tabIndex={0}
        scroll={scroll}
        onKeyDown={onKeyDown}
        headerHeight={ROW_HEIGHT_PX + 1}
        header={<HeaderRow columns={columns} />}
        renderRow={(index) => {
          const entry = list.rowAt(index);
          if (entry === null) return <div key={index} class="row" role="presentation" />;
          const { row, settled } = entry;
          const selected = cursor.row === null ? settled && cursor.index === index : cursor.row === row.row;
          return (
            <MessageRow
              key={index}
              index={index}
              row={row}
              selected={selected}
              columns={columns}
              base={times.baseOf(row)}
              connection={connections.get(row.connection)?.url ?? null}
              words={words}
              onSelect={list.pick}
              onJump={store.showRow}
            />
          );
        }}
      />
    </div>
  );
}

/** The widths of the columns, as CSS has them. */
function templateOf(columns: readonly PlacedColumn[]): string {
  return columns.map(({ width }) => (width === null ? "minmax(0, 1fr)" : `${width}px`)).join(" ");
}

function NothingMatches() {
  const store = usePanel();
  const filter = store.filter.value;
  const inScope = store.status.value?.view.total ?? 0;
  if (inScope === 0 && store.span.value !== null) {
    return (
      <div class="nothing" role="status">
        <p>Nothing happened here in this time.</p>
        <button type="button" class="button" onClick={() => store.setSpan(null)}>
          Show all times
        </button>
      </div>
    );
  }
  return (
    <div class="nothing" role="status">
      <Icon name="filter" />
      {filter === "" ? (
        <p>No messages on this connection so far.</p>
      ) : (
        <>
          <p>
            None of {formatCount(inScope)} rows matches <q>{filter}</q>.
          </p>
          <button type="button" class="button" onClick={() => store.setFilter("")}>
            Clear the filter
          </button>
        </>
      )}
    </div>
  );
}
