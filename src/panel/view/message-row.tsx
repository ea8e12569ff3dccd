// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
import { Component, type ComponentChildren, type HTMLAttributes, type VNode } from "preact";
import { formatBytes, formatCap } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatDelta } from "../../core/format/format-delta.ts";
import { formatElapsed } from "../../core/format/format-elapsed.ts";
import { formatExactBytes } from "../../core/format/format-exact-bytes.ts";
import { formatExactTime, formatTime } from "../../core/format/format-time.ts";
import { formatExactTripTime, formatTripTime } from "../../core/format/format-trip-time.ts";
import { formatShortUrl } from "../../core/format/format-url.ts";
import { say } from "../../core/text/say.ts";
import type { EpochMs } from "../../core/units.ts";
import type { Row } from "../../core/wire/row.ts";
import type { ColumnId, PlacedColumn } from "../store/column-layout.ts";
import { Icon } from "./icons.tsx";
import { MeaningWords } from "./meaning-words.tsx";
import type { RowTurns } from "./row-turns.ts";

interface MessageRowProps {
  readonly index: number;
  readonly row: Row;
  readonly selected: boolean;
  /** The same object as long as there are the same ones. */
  readonly columns: readonly PlacedColumn[];
  /** What its time is counted from; null is the epoch. */
  readonly base: EpochMs | null;
  /** The connection's URL; null is none. */
  readonly connection: string | null;
  /** To be marked in what it says. */
  readonly words: readonly string[];
  readonly onSelect: (index: number, row: number, extend: boolean) => void;
  readonly onMark: (row: Row) => void;
  /** The same of all rows of a list. */
  readonly turns: RowTurns<MessageRow>;
  /** Leads to the partner of a round trip. */
  readonly onJump: (row: number) => void;
}

/** Marks that tell of something lost or broken. */
const TROUBLED_MARKS = new Set([
  "messages-dropped",
  "hook-failed",
  "socket-errored",
  "source-errored",
  "send-discarded",
  "socket-buffered",
  "stream-unseen",
]);

/** A row of the list; rendered anew only where something in it differs, and of it only the cells that do. */
export class MessageRow extends Component<MessageRowProps> {
  #columns: readonly PlacedColumn[] = [];
  /** As they were last rendered: what is the same object is not looked at again. */
  #cells: (Cell | undefined)[] = [];
  /** What is to be seen of it: while it waits for its turn not what it has been given. */
  #shown = this.props;

  override shouldComponentUpdate(next: MessageRowProps): boolean {
    const hasChanged = !isSame(this.props, next, "row") || !isSameRow(this.props.row, next.row);
    return next.turns.isTurnOf(this, hasChanged);
  }

  override componentWillUnmount(): void {
    this.props.turns.leave(this);
  }

  override render(props: MessageRowProps) {
    const { index, row, selected, columns } = props;
    this.#shown = props;
    if (this.#columns !== columns) this.#cells = [];
    this.#columns = columns;
    const isMark = row.kind === "mark";
    const trouble = isMark && TROUBLED_MARKS.has(row.name) ? "is-troubled" : "";
    return (
      <div
        id={`row-${index}`}
        class={`row is-${row.kind} ${index % 2 ? "is-odd" : ""} ${row.marked ? "is-marked" : ""} ${
          row.found ? "is-found" : ""
        } ${trouble}`}
        role="row"
        aria-rowindex={index + 2}
        aria-selected={selected}
        onMouseDown={this.#select}
      >
        {columns.map(({ id }, at) => this.#cell(id, at))}
      </div>
    );
  }

  /** Under a flood most cells of a row say what those of the row before it said. */
  #cell(id: ColumnId, at: number): VNode {
    const { props } = this;
    const basis = basisOf(id, props);
    const before = this.#cells[at];
    if (basis !== undefined && before !== undefined && before.basis === basis) return before.shown;
    const shown = (
      <span
        key={id}
        class={`cell cell-${id} ${lookOf(id, props.row)}`}
        role="gridcell"
        aria-colindex={at + 1}
        {...hintOf(id, props)}
        {...(id === "marks" ? { onClick: this.#mark } : {})}
      >
        {contentOf(id, props)}
      </span>
    );
    this.#cells[at] = { basis, shown };
    return shown;
  }

  readonly #select = (event: MouseEvent) => {
    const { index, row, onSelect } = this.#shown;
    if (event.button === 0) onSelect(index, row.row, event.shiftKey);
  };

  readonly #mark = () => this.#shown.onMark(this.#shown.row);
}

interface Cell {
  readonly basis: Basis;
  readonly shown: VNode;
}

/** Undefined: of too much to be compared. */
type Basis = string | number | undefined;

/** All that a cell is made of, but its column: cells with the same one are the same. */
function basisOf(id: ColumnId, { row, connection }: MessageRowProps): Basis {
  switch (id) {
    case "marks":
      return `${row.marked} ${row.pinned}`;
    case "direction":
      return `${row.kind} ${row.direction}`;
    case "type":
      return typeOf(row);
    case "size":
      return row.kind === "mark" ? "" : row.size;
    case "rtt":
      return row.trip === null ? "" : undefined;
    case "connection":
      return connection ?? "";
    case "protocol":
    case "kind":
    case "event":
    case "channel":
      return row.meaning?.[id] ?? "";
    default:
      return undefined;
  }
}

/** Asked of each row in view with each frame, so it makes no objects. */
function isSame<T extends object>(a: T, b: T, but?: keyof T, norBut?: keyof T): boolean {
  for (const key in b) if (key !== but && key !== norBut && a[key] !== b[key]) return false;
  return true;
}

/** Each answer of the engine has objects of its own. */
function isSameRow(a: Row, b: Row): boolean {
  return isSame(a, b, "meaning", "trip") && isSamePart(a.meaning, b.meaning) && isSamePart(a.trip, b.trip);
}

function isSamePart<T extends object>(a: T | null, b: T | null): boolean {
  return a === b || (a !== null && b !== null && isSame(a, b));
}

/** What a cell says. */
function contentOf(
  id: ColumnId,
  { row, base, connection, words, onJump }: MessageRowProps,
): ComponentChildren {
  switch (id) {
    case "marks":
      // Its tip is for the pointer: as the name of an empty cell it would be read out with each row.
      return (
        <span
          class="mark-place"
          aria-hidden="true"
          title={row.marked ? say("takeTheMarkAway") : say("markThisRow")}
        >
          {row.marked && <Icon name="mark" />}
          {row.pinned && <Icon name="pin" />}
        </span>
      );
    case "number":
      return formatCount(row.row + 1);
    case "time":
      return base === null ? formatTime(row.at) : formatElapsed(row.at - base);
    case "delta":
      return formatDelta(row.deltaMs);
    case "direction":
      return row.kind !== "message" ? "" : row.direction === "sent" ? "↑" : "↓";
    case "type":
      return typeOf(row);
    case "size":
      return row.kind === "mark" ? "" : formatBytes(row.size);
    case "rtt":
      return <TripCell row={row} onJump={onJump} />;
    case "connection":
      return connection === null ? "" : formatShortUrl(connection);
    case "protocol":
    case "kind":
    case "event":
    case "channel":
      return row.meaning?.[id] ?? "";
    case "data":
      return <DataCell row={row} words={words} />;
  }
}

/** What it says in full where that is not to be read in the cell. */
function hintOf(id: ColumnId, { row, connection }: MessageRowProps): HTMLAttributes<HTMLSpanElement> {
  if (id === "direction" && row.direction !== null) return { "aria-label": say(row.direction) };
  if (id === "marks") {
    const said = [row.marked ? say("markedWord") : "", row.pinned ? say("pinnedWord") : ""]
      .filter(Boolean)
      .join(", ");
    return said === "" ? {} : { "aria-label": said };
  }
  if (id === "time") return { title: formatExactTime(row.at) };
  if (id === "delta" && row.deltaMs !== null) {
    const exact = formatExactTripTime(row.deltaMs);
    // Most are exact as they are, and would be read out twice.
    return formatDelta(row.deltaMs).endsWith(exact) ? {} : { title: exact };
  }
  if (id === "size" && row.kind !== "mark") return { title: formatExactBytes(row.size) };
  if (id === "connection" && connection !== null) return { title: connection };
  return {};
}

/** A class of the cell itself: of one that only its row had before, Chromium 156 does not always hear when the element becomes another row's. */
function lookOf(id: ColumnId, { kind, direction }: Row): string {
  if (id === "data") return kind === "message" ? "is-payload" : "";
  return id === "direction" && direction !== null ? `is-${direction}` : "";
}

/** The time of a round trip; it leads to the other side of it. */
function TripCell({ row: { trip }, onJump }: { row: Row; onJump: (row: number) => void }) {
  if (trip === null) return null;
  const { role, rttMs, partner } = trip;
  if (partner === null) return <span title={say("noReplySoFar")}>–</span>;
  const title = role === "request" ? say("itsReplyIs") : say("theRequestIs");
  const exact = rttMs === null ? "" : `${formatExactTripTime(rttMs)} · `;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the list takes the keys, this is for the pointer
    <span
      class={`trip is-${role}`}
      title={exact + say("shiftEnter", { title, partner: formatCount(partner + 1) })}
      onClick={() => onJump(partner)}
    >
      {rttMs === null ? "?" : formatTripTime(rttMs)}
    </span>
  );
}

function DataCell({ row, words }: { row: Row; words: readonly string[] }) {
  return (
    <>
      {row.note !== "" && (
        <span class="note-chip" title={row.note}>
          <Icon name="note" />
          <bdi>{row.note}</bdi>
        </span>
      )}
      <MeaningWords row={row} words={words} />
      {row.problem !== "" && <span class="missing"> {row.problem}</span>}
      {row.missingBytes > 0 && <span class="missing"> {missing(row)}</span>}
    </>
  );
}

/** What is not there of the payload, in a few words. */
function missing({ size, missingBytes, cut }: Row): string {
  return cut
    ? say("cutAt", { size: formatCap(size - missingBytes) })
    : say("notThere", { missingbytes: formatBytes(missingBytes) });
}

function typeOf(row: Row): string {
  if (row.kind === "mark") return "";
  if (row.name !== "") return row.name;
  return row.payloadType ?? "";
}
