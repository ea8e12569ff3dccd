// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
import { effect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { formatQuantity } from "../../core/format/format-count.ts";
import type { ConnectionLine } from "../store/connection-groups.ts";
import { createListScroll } from "../store/list-scroll.ts";
import { GroupLine } from "./connection-group-line.tsx";
import { ConnectionItem } from "./connection-item.tsx";
import { Icon } from "./icons.tsx";
import { rowsOfKey } from "./list-keys.ts";
import { usePanel } from "./panel-context.ts";
import { VirtualList } from "./virtual-list.tsx";

/** Two lines of text. */
const ITEM_HEIGHT_PX = 36;

interface ConnectionListboxProps {
  readonly label: string;
  readonly lines: ReadonlySignal<readonly ConnectionLine[]>;
}

/** Connections to choose one of. */
export function ConnectionListbox({ label, lines }: ConnectionListboxProps) {
  const store = usePanel();
  const scroll = useMemo(() => createListScroll(ITEM_HEIGHT_PX), []);
  useEffect(() => effect(() => scroll.setCount(lines.value.length)), [scroll, lines]);

  const chosen = lines.value.findIndex((line) => isScope(line, store.scope.value));

  const onKeyDown = (event: KeyboardEvent) => {
    const by = rowsOfKey(event, scroll);
    if (by === null) return;
    event.preventDefault();
    const next = nextChoice(lines.peek(), chosen, by);
    if (next === null) return;
    store.setScope(scopeOf(lines.peek()[next] as ConnectionLine));
    scroll.reveal(next);
  };

  return (
    <VirtualList
      class="connections"
      role="listbox"
      aria-label={label}
      aria-activedescendant={chosen < 0 ? undefined : `connection-${store.scope.value ?? "all"}`}
      tabIndex={0}
      scroll={scroll}
      onKeyDown={onKeyDown}
      renderRow={(index) => {
        const line = lines.value[index];
        if (line === undefined) return null;
        if (line.type === "group") return <GroupLine key={index} line={line} />;
        const scope = scopeOf(line);
        return (
          <div
            key={index}
            id={`connection-${scope ?? "all"}`}
            class="connection"
            role="option"
            aria-selected={index === chosen}
            onClick={() => store.setScope(scope)}
          >
            {line.type === "all" ? <AllItem /> : <ConnectionItem connection={line.connection} />}
          </div>
        );
      }}
    />
  );
}

function AllItem() {
  const status = usePanel().status.value;
  return (
    <>
      <Icon name="all" />
      <span class="connection-line">
        <span class="connection-path">All connections</span>
      </span>
      <span class="connection-traffic">{formatQuantity(status?.messages ?? 0, "message")}</span>
    </>
  );
}

function isScope(line: ConnectionLine, scope: number | null): boolean {
  return line.type !== "group" && scopeOf(line) === scope;
}

function scopeOf(line: ConnectionLine): number | null {
  return line.type === "connection" ? line.connection.id : null;
}

/** The line to choose `by` lines on; groups are passed over. */
function nextChoice(lines: readonly ConnectionLine[], from: number, by: number): number | null {
  const step = Math.sign(by);
  let at = Math.min(Math.max(0, from + by), lines.length - 1);
  while (lines[at]?.type === "group") at += step;
  return at >= 0 && at < lines.length ? at : null;
}
