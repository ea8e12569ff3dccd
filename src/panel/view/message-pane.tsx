// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
import { formatCount } from "../../core/format/format-count.ts";
import { ROW_HEIGHT_PX } from "../store/message-list.ts";
import { FindBar } from "./find-bar.tsx";
import { Icon } from "./icons.tsx";
import { rowsOfKey } from "./list-keys.ts";
import { MessageRow } from "./message-row.tsx";
import { usePanel } from "./panel-context.ts";
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
  const showConnection = store.scope.value === null;
  const connections = store.connections.value;
  // Room for the largest number; columns must not move while numbers grow, so three digits at least.
  const digits = Math.max(4, formatCount(store.status.value?.view.total ?? 0).length);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && (cursor.row ?? cursor.index) !== null) {
      // Chromium's DevTools would open its drawer.
      event.stopPropagation();
      return list.unselect();
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
    <VirtualList
      class={`grid ${showConnection ? "has-connection" : ""}`}
      style={{ "--digits": `${digits}` }}
      role="grid"
      aria-label="Messages"
      aria-rowcount={scroll.count.value + 1}
      aria-activedescendant={cursor.index === null ? undefined : `row-${cursor.index}`}
      tabIndex={0}
      scroll={scroll}
      onKeyDown={onKeyDown}
      headerHeight={ROW_HEIGHT_PX + 1}
      header={<HeaderRow showConnection={showConnection} />}
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
            connection={showConnection ? (connections.get(row.connection)?.url ?? null) : undefined}
            words={words}
            onSelect={list.pick}
          />
        );
      }}
    />
  );
}

function HeaderRow({ showConnection }: { showConnection: boolean }) {
  return (
    <div class="row header-row" role="row" aria-rowindex={1}>
      <span class="cell cell-number" role="columnheader">
        #
      </span>
      <span class="cell cell-time" role="columnheader">
        Time
      </span>
      <span class="cell cell-delta" role="columnheader" title="Since the row before">
        Δ
      </span>
      <span class="cell cell-direction" role="columnheader" aria-label="Direction" title="Direction">
        ⇅
      </span>
      <span class="cell cell-type" role="columnheader">
        Type
      </span>
      <span class="cell cell-size" role="columnheader">
        Size
      </span>
      {showConnection && (
        <span class="cell cell-connection" role="columnheader">
          Connection
        </span>
      )}
      <span class="cell cell-preview" role="columnheader">
        Data
      </span>
    </div>
  );
}

function NothingMatches() {
  const store = usePanel();
  const filter = store.filter.value;
  const inScope = store.status.value?.view.total ?? 0;
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
