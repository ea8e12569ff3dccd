// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
import type { ComponentChildren } from "preact";
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { say, sayParts } from "../../core/text/say.ts";
import type { Row } from "../../core/wire/row.ts";
import { columnOf, type PlacedColumn } from "../store/column-layout.ts";
import { ROW_HEIGHT_PX } from "../store/message-list.ts";
import { columnMenu } from "./column-menu.ts";
import { CopyBar } from "./copy-bar.tsx";
import { FindBar } from "./find-bar.tsx";
import { type ColumnMenuOpen, columnName, HeaderRow } from "./header-row.tsx";
import { Icon } from "./icons.tsx";
import { runListKey } from "./list-command.ts";
import { rowsOfKey } from "./list-keys.ts";
import { MessageRow } from "./message-row.tsx";
import { usePanel } from "./panel-context.ts";
import { PinnedStrip } from "./pinned-strip.tsx";
import { type MenuPlace, PopupMenu } from "./popup-menu.tsx";
import { rowMenu } from "./row-menu.ts";
import { createRowTurns } from "./row-turns.ts";
import { useLater } from "./use-later.ts";
import { isMenuKey } from "./use-node-menu.ts";
import { usePlacedColumns } from "./use-placed-columns.ts";
import { VirtualList } from "./virtual-list.tsx";

/** The list of messages, marks and requests. */
export function MessagePane() {
  const store = usePanel();
  const { list } = store;
  const view = store.status.value?.view;
  const nothing = view !== undefined && view.matched === 0 && !view.filtering;
  return (
    <section class="messages" aria-label={say("messages")}>
      <FindBar />
      <PinnedStrip />
      <MessageGrid>
        {nothing && <NothingMatches />}
        {view?.filtering && view.matched === 0 && <NothingYet />}
        {/* Read out when it begins, and not with each row. */}
        <span class="unseen" role="status">
          {list.newRows.value > 0 && say("newRowsBelow")}
        </span>
        {list.newRows.value > 0 && (
          <button type="button" class="new-rows" onClick={() => list.scroll.toEnd()}>
            {say("newRows", { newrows: formatCount(list.newRows.value) })}
          </button>
        )}
      </MessageGrid>
      <CopyBar />
    </section>
  );
}

/** The rows; `children` lie over them. */
function MessageGrid({ children }: { children: ComponentChildren }) {
  const store = usePanel();
  const { list, selection, marks } = store;
  const { scroll } = list;
  const cursor = list.cursor.value;
  const words = store.words.value;
  const { times } = store;
  const connections = store.connections.value;
  const place = useRef<HTMLDivElement>(null);
  const columns = usePlacedColumns(place);
  // What the columns are placed by is measured first, of little: to make the list and have it laid out is more than one short task.
  const isDue = useLater(true);

  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const [columnOpen, setColumnOpen] = useState<ColumnMenuOpen | null>(null);
  const range = selection.range.value;

  const onKeyDown = (event: KeyboardEvent) => {
    const isMenu = isMenuKey(event);
    const by = event.shiftKey && !isMenu ? rowsOfKey(event, scroll) : null;
    if (isMenu) setMenu(placeOf(cursor.index));
    else if (by !== null) selection.extendBy(by);
    else if (!runListKey(store, event)) {
      const moved = rowsOfKey(event, scroll);
      if (moved === null) return;
      selection.clear();
      if (moved === Infinity) list.select(scroll.count.peek() - 1);
      else if (moved === -Infinity) list.select(0);
      else list.moveCursor(moved);
    }
    event.preventDefault();
    // Chromium's DevTools would open its drawer for Escape.
    event.stopPropagation();
  };

  const onContextMenu = (event: MouseEvent) => {
    const element = (event.target as HTMLElement).closest<HTMLElement>(".row[id]");
    const index = element === null ? cursor.index : Number(element.id.slice("row-".length));
    if (index === null) return;
    event.preventDefault();
    const isIn = range !== null && index >= range.first && index <= range.last;
    const entry = list.rowAt(index);
    if (!isIn && element !== null && entry !== null) {
      selection.clear();
      list.pick(index, entry.row.row);
    }
    setMenu(element === null ? placeOf(index) : { x: event.clientX, y: event.clientY });
  };

  const onSelect = useCallback(
    (index: number, row: number, extend: boolean) => {
      if (extend) return selection.extendTo(index);
      selection.clear();
      list.pick(index, row);
    },
    [list, selection],
  );
  const turns = useMemo(() => createRowTurns<MessageRow>(() => void place.current?.offsetHeight), []);
  const inView = scroll.range.value;
  const before = useRef(inView);
  // As under a flood; a reader who scrolls sees each place as a whole.
  turns.begin(scroll.following.value && before.current.end > 0 && inView.first >= before.current.end);
  useLayoutEffect(() => {
    before.current = inView;
    turns.end();
  });
  const onMark = useCallback((row: Row) => marks.change([row.row], { marked: !row.marked }), [marks]);

  return (
    <div class="grid-place" ref={place}>
      {isDue && (
        <VirtualList
          class={`grid ${times.mode.value === "absolute" ? "" : "has-spans"}`}
          style={{ "--columns": templateOf(columns) }}
          role="grid"
          aria-label={say("messages")}
          aria-rowcount={scroll.count.value + 1}
          aria-colcount={columns.length}
          active={cursor.index === null ? null : { index: cursor.index, id: `row-${cursor.index}` }}
          tabIndex={0}
          scroll={scroll}
          aria-multiselectable={true}
          onKeyDown={onKeyDown}
          onContextMenu={onContextMenu}
          headerHeight={ROW_HEIGHT_PX + 1}
          header={<HeaderRow columns={columns} menu={columnOpen} setMenu={setColumnOpen} />}
          isAwaited={list.rowAt(inView.first) === null}
          renderRow={(index, slot) => {
            const entry = list.rowAt(index);
            if (entry === null) return <div key={slot} class="row" role="presentation" />;
            const { row, settled } = entry;
            const isCursor = cursor.row === null ? settled && cursor.index === index : cursor.row === row.row;
            const isInRange = range !== null && settled && index >= range.first && index <= range.last;
            return (
              <MessageRow
                key={slot}
                index={index}
                row={row}
                selected={isCursor || isInRange}
                columns={columns}
                base={times.baseOf(row)}
                connection={connections.get(row.connection)?.url ?? null}
                words={words}
                onSelect={onSelect}
                onMark={onMark}
                turns={turns}
                onJump={store.showRow}
              />
            );
          }}
        />
      )}
      {children}
      {columnOpen !== null && (
        <PopupMenu
          label={say("column", { label: columnOf(columnOpen.id).label })}
          at={columnOpen.at}
          lines={columnMenu(store, columnOpen.id, columns)}
          onClose={(refocus) => {
            setColumnOpen(null);
            if (refocus) columnName(columnOpen.id)?.focus();
          }}
        />
      )}
      {menu !== null && (
        <PopupMenu
          label={say("row")}
          at={menu}
          lines={rowMenu(store)}
          onClose={(refocus) => {
            setMenu(null);
            if (refocus) place.current?.querySelector<HTMLElement>(".grid")?.focus();
          }}
        />
      )}
    </div>
  );
}

/** Where the menu of a row opens that no pointer is on. */
function placeOf(index: number | null): MenuPlace {
  const row = index === null ? null : document.getElementById(`row-${index}`);
  const { left, bottom } = (row ?? document.querySelector(".grid"))?.getBoundingClientRect() ?? {
    left: 0,
    bottom: 0,
  };
  return { x: left + 30, y: bottom };
}

/** The widths of the columns, as CSS has them. */
function templateOf(columns: readonly PlacedColumn[]): string {
  return columns.map(({ width }) => (width === null ? "minmax(0, 1fr)" : `${width}px`)).join(" ");
}

/** A search that has found nothing so far says how far it is; a quick one is over before. */
function NothingYet() {
  const store = usePanel();
  const looked = formatCount(store.status.value?.view.total ?? 0);
  return (
    <div class="nothing is-waiting">
      <p>{say("nothingInSoMany", { looked })}</p>
      <button type="button" class="button" onClick={() => store.setFilter("")}>
        {say("stop")}
      </button>
    </div>
  );
}

function NothingMatches() {
  const store = usePanel();
  // Of a text that is wrong, or still being typed, the one before filters.
  const filter = store.filterShown.value;
  const inScope = store.status.value?.view.total ?? 0;
  if (inScope === 0 && store.span.value !== null) {
    return (
      <div class="nothing" role="status">
        <p>{say("nothingHappenedHereInThis")}</p>
        <button type="button" class="button" onClick={() => store.setSpan(null)}>
          {say("showAllTimes")}
        </button>
      </div>
    );
  }
  return (
    <div class="nothing" role="status">
      <Icon name="filter" />
      {filter === "" ? (
        <p>{say("noMessagesOnThisConnection")}</p>
      ) : (
        <>
          <p>{sayParts("noneOfRowsMatches", { inscope: formatCount(inScope), q: <q>{filter}</q> })}</p>
          <button type="button" class="button" onClick={() => store.setFilter("")}>
            {say("clearTheFilter")}
          </button>
        </>
      )}
    </div>
  );
}
