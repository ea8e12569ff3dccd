// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
import { effect, type ReadonlySignal, useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { say } from "../../core/text/say.ts";
import type { ConnectionItemLine, ConnectionLine } from "../store/connection-groups.ts";
import { worstOfChain } from "../store/connection-health.ts";
import type { RatedItem } from "../store/connection-rates.ts";
import { createListScroll, type ListScroll } from "../store/list-scroll.ts";
import type { RowRange } from "../store/scroll-scale.ts";
import { GroupLine } from "./connection-group-line.tsx";
import { ConnectionItem } from "./connection-item.tsx";
import { Icon } from "./icons.tsx";
import { rowsOfKey } from "./list-keys.ts";
import { usePanel } from "./panel-context.ts";
import { usePalette } from "./use-palette.ts";
import { VirtualList } from "./virtual-list.tsx";

/** Two lines of text. */
const ITEM_HEIGHT_PX = 36;
/** Scrolled by more, the next line comes below what lies over the first. */
const CORNER_MOVES_PX = 8;

interface ConnectionListboxProps {
  readonly label: string;
  readonly lines: ReadonlySignal<readonly ConnectionLine[]>;
  /** Lays a chain open, by its first connection, or closes it. */
  readonly onToggle: (id: number) => void;
  /** What lies over the end of the first line, where that has room. */
  readonly corner?: ComponentChildren;
}

/** Connections to choose one of. */
export function ConnectionListbox({ label, lines, onToggle, corner }: ConnectionListboxProps) {
  const store = usePanel();
  const scroll = useMemo(() => createListScroll(ITEM_HEIGHT_PX), []);
  useEffect(() => effect(() => scroll.setCount(lines.value.length)), [scroll, lines]);

  const place = useRef<HTMLDivElement>(null);
  const palette = usePalette(place);
  useEffect(
    () => store.rates.watch(() => itemsInView(lines.value, scroll.range.value)),
    [store, lines, scroll],
  );

  // Of an engine that says nothing, nobody knows what comes and what is still open.
  const isLive =
    store.status.value?.session.live === true && store.status.value.recording && !store.isSilent.value;
  const { scope, scopeAlone } = store;
  const chosen = lines.value.findIndex((line) => isChosen(line, scope.value, scopeAlone.value));

  const choose = (line: ConnectionLine | undefined) => {
    if (line?.type === "all") store.setScope(null);
    else if (line?.type === "connection") store.setScope(idOf(line), line.part);
  };

  /** To the facts of the chosen connection, or back: they close, and then all connections are chosen. */
  const onFactsKey = ({ key }: KeyboardEvent): boolean => {
    const isShown = store.connectionShown.peek() !== null;
    if (key === "Enter" && isShown) document.querySelector<HTMLElement>(".detail > .detail-scroll")?.focus();
    else if (key === "Escape" && isShown) store.hideConnection();
    else if (key === "Escape" && scope.peek() !== null) store.setScope(null);
    else return false;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines.peek()[chosen];
    if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && line?.type === "connection") {
      const isChain = line.chain.length > 1;
      if (isChain && line.open === (event.key === "ArrowLeft")) onToggle(idOf(line));
      return;
    }
    if (onFactsKey(event)) {
      event.preventDefault();
      // Chromium's DevTools would open its drawer.
      event.stopPropagation();
      return;
    }
    const by = rowsOfKey(event, scroll);
    if (by === null) return;
    event.preventDefault();
    const next = nextChoice(lines.peek(), chosen, by);
    if (next === null) return;
    choose(lines.peek()[next]);
    scroll.reveal(next);
  };

  return (
    <div class="connections-place" ref={place}>
      <VirtualList
        class="connections"
        role="listbox"
        aria-label={label}
        active={chosen < 0 ? null : { index: chosen, id: elementId(lines.value[chosen]) }}
        tabIndex={0}
        scroll={scroll}
        onKeyDown={onKeyDown}
        renderRow={(index) => {
          const line = lines.value[index];
          if (line === undefined) return null;
          if (line.type === "group") return <GroupLine key={index} line={line} />;
          return (
            <div
              key={index}
              id={elementId(line)}
              class={`connection ${line.type === "connection" && line.part ? "is-part" : ""}`}
              role="option"
              aria-selected={index === chosen}
              onClick={() => choose(line)}
            >
              {line.type === "all" ? (
                <AllItem />
              ) : (
                <ConnectionItem
                  line={line}
                  rate={store.rates.rates.value.get(rateId(line))}
                  colour={palette?.accent ?? null}
                  live={isLive}
                  finding={worstOfChain(store.analysis.worst.value, line.chain)}
                  onToggle={() => onToggle(idOf(line))}
                  onShowFindings={() => {
                    choose(line);
                    store.chooseTab("findings");
                  }}
                />
              )}
            </div>
          );
        }}
      />
      {corner !== undefined && <Corner scroll={scroll}>{corner}</Corner>}
    </div>
  );
}

/** Lines that are scrolled below it have something else in its place; whoever has the focus in it sees it all the same. */
function Corner({ scroll, children }: { scroll: ListScroll; children: ComponentChildren }) {
  const isAway = useComputed(() => scroll.position.value > CORNER_MOVES_PX);
  return <div class={`connections-corner ${isAway.value ? "is-away" : ""}`}>{children}</div>;
}

function AllItem() {
  const status = usePanel().status.value;
  return (
    <>
      <Icon name="all" />
      <span class="connection-line">
        <span class="connection-path">{say("allConnections")}</span>
      </span>
      <span class="connection-traffic">{formatQuantity(status?.messages ?? 0, "message")}</span>
    </>
  );
}

function isChosen(line: ConnectionLine, scope: number | null, isAlone: boolean): boolean {
  if (line.type !== "connection") return line.type === "all" && scope === null;
  if (scope === null || !line.chain.some(({ id }) => id === scope)) return false;
  // Of a chain that is laid open, one may be chosen; of one that is not, it stands for all.
  return line.part ? isAlone : !isAlone || !line.open;
}

/** A chain is named by its first connection, which stays that. */
function idOf({ chain, connection }: ConnectionItemLine): number {
  return (chain[0] ?? connection).id;
}

/** A chain that is laid open has a part of the same number. */
function rateId(line: ConnectionItemLine): number {
  return line.part ? -idOf(line) : idOf(line);
}

function elementId(line: ConnectionLine | undefined): string {
  if (line?.type !== "connection") return "connection-all";
  return `connection-${line.part ? "part-" : ""}${idOf(line)}`;
}

function itemsInView(lines: readonly ConnectionLine[], { first, end }: RowRange): RatedItem[] {
  return lines
    .slice(first, end)
    .flatMap((line) =>
      line.type === "connection" ? [{ id: rateId(line), connections: line.chain.map(({ id }) => id) }] : [],
    );
}

/** The line to choose `by` lines on; groups are passed over. */
function nextChoice(lines: readonly ConnectionLine[], from: number, by: number): number | null {
  const step = Math.sign(by);
  let at = Math.min(Math.max(0, from + by), lines.length - 1);
  while (lines[at]?.type === "group") at += step;
  return at >= 0 && at < lines.length ? at : null;
}
