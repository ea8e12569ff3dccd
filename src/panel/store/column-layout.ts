import { type PlainKey, say } from "../../core/text/say.ts";
import type { ListSettings } from "../../core/wire/engine-settings.ts";

/** A column of the list of messages. */
export interface Column {
  readonly id: ColumnId;
  /** In the header: a sign or a word. */
  readonly title: string;
  /** Its name in full. */
  readonly label: string;
  /** What its cells say, where the name in full does not tell. */
  readonly hint: string | null;
  /** Its own width: so many digits of the font, and so many CSS pixels. */
  readonly digits: number;
  readonly pixels: number;
  /** Where there is little room, columns go in the order of this number; those with 0 never. */
  readonly goes: number;
  /** Shown before anybody has chosen. */
  readonly atFirst: boolean;
}

export type ColumnId =
  | "marks"
  | "number"
  | "time"
  | "delta"
  | "direction"
  | "type"
  | "size"
  | "rtt"
  | "connection"
  | "protocol"
  | "kind"
  | "event"
  | "channel"
  | "data";

/** What the user has chosen of one column. */
export interface ColumnChoice {
  readonly id: ColumnId;
  readonly shown: boolean;
  /** CSS pixels; null: its own. Data has what the others leave. */
  readonly width: number | null;
}

/** A column as it is drawn: null is the width that is left. */
export interface PlacedColumn {
  readonly id: ColumnId;
  readonly width: number | null;
}

/** Every column, in the order in which they stand at first. */
export const COLUMNS: readonly Column[] = [
  column("marks", "", "marks", 0, 24, 10),
  column("number", "#", "number", 0, 12, 5, { hint: "asRecordedListIsByTime" }),
  column("time", "time", "time", 12, 12, 0),
  column("delta", "Δ", "differenceToTheRowBefore", 11, 12, 6),
  column("direction", "⇅", "direction", 0, 20, 0),
  column("type", "type", "type", 0, 90, 1),
  column("size", "size", "size", 6, 18, 8),
  column("rtt", "rtt", "roundTripTimeToThe", 7, 10, 7),
  column("connection", "connection", "connection", 0, 110, 2),
  column("protocol", "protocol", "protocol", 0, 90, 3, { atFirst: false }),
  column("kind", "kind", "kind", 0, 90, 4, { atFirst: false }),
  column("event", "eventName", "eventName", 0, 100, 4, { atFirst: false }),
  column("channel", "channel", "channel", 0, 100, 3, { atFirst: false }),
  column("data", "data", "data", 0, 0, 0),
];

/** What stands in a header in every language. */
const SIGNS = ["", "#", "Δ", "⇅"] as const;
type Sign = (typeof SIGNS)[number];

function isSign(title: string): title is Sign {
  return (SIGNS as readonly string[]).includes(title);
}

function column(
  id: ColumnId,
  title: PlainKey | Sign,
  label: PlainKey,
  digits: number,
  pixels: number,
  goes: number,
  { atFirst = true, hint }: { readonly atFirst?: boolean; readonly hint?: PlainKey } = {},
): Column {
  return {
    id,
    get title() {
      return isSign(title) ? title : say(title);
    },
    get label() {
      return say(label);
    },
    get hint() {
      return hint === undefined ? null : say(hint);
    },
    digits,
    pixels,
    goes,
    atFirst,
  };
}

/** Narrower than a sign and its padding nothing can be grasped. */
export const MIN_WIDTH_PX = 20;
/** As wide as the widest screens. */
const MAX_WIDTH_PX = 4000;
/** What others leave to the data, whatever they would like: so much, or in a narrow list this part of it. */
const DATA_PX = 220;
const DATA_SHARE = 0.35;

const BY_ID = new Map(COLUMNS.map((it) => [it.id as string, it]));

/** The column of an ID. */
export function columnOf(id: ColumnId): Column {
  return BY_ID.get(id) as Column;
}

/** The columns as they are before anybody has chosen. */
export function firstLayout(): ColumnChoice[] {
  return COLUMNS.map(({ id, atFirst }) => ({ id, shown: atFirst, width: null }));
}

/** Reads what was kept, by this program or another version of it: unknown columns go, new ones come to their place. */
export function parseLayout(kept: Partial<ListSettings> | undefined): ColumnChoice[] {
  const layout: ColumnChoice[] = [];
  for (const { id, shown, width } of Array.isArray(kept?.columns) ? kept.columns : []) {
    const known = BY_ID.get(id);
    if (known === undefined || layout.some((it) => it.id === id)) continue;
    const isShown = known.id === "data" || shown === true;
    const isWidth = typeof width === "number" && Number.isFinite(width) && known.id !== "data";
    layout.push({ id: known.id, shown: isShown, width: isWidth ? clampWidth(width) : null });
  }
  const first = firstLayout();
  first.forEach((choice, index) => {
    if (layout.some(({ id }) => id === choice.id)) return;
    const before = first[index - 1];
    const at = before === undefined ? 0 : layout.findIndex(({ id }) => id === before.id) + 1;
    layout.splice(at, 0, choice);
  });
  return layout;
}

/** Puts a column before another one, or at the end (null). */
export function moveColumn(
  layout: readonly ColumnChoice[],
  id: ColumnId,
  before: ColumnId | null,
): ColumnChoice[] {
  const moved = layout.find((it) => it.id === id);
  if (moved === undefined || before === id) return [...layout];
  const others = layout.filter((it) => it.id !== id);
  const at = before === null ? -1 : others.findIndex((it) => it.id === before);
  others.splice(at < 0 ? others.length : at, 0, moved);
  return others;
}

/** Moves a column by one place among those that are shown. */
export function stepColumn(
  layout: readonly ColumnChoice[],
  id: ColumnId,
  step: 1 | -1,
  shown: readonly ColumnId[],
): ColumnChoice[] {
  const at = shown.indexOf(id);
  const beside = shown[at + step];
  if (at < 0 || beside === undefined) return [...layout];
  if (step < 0) return moveColumn(layout, id, beside);
  const behind = layout.findIndex((it) => it.id === beside) + 1;
  return moveColumn(layout, id, layout[behind]?.id ?? null);
}

/** Changes what was chosen of one column. */
export function changeColumn(
  layout: readonly ColumnChoice[],
  id: ColumnId,
  change: { readonly shown?: boolean; readonly width?: number | null },
): ColumnChoice[] {
  return layout.map((choice) => {
    if (choice.id !== id) return choice;
    const { shown = choice.shown, width = choice.width } = change;
    // Without the data there would be nothing to read.
    return { id, shown: shown || id === "data", width: width === null ? null : clampWidth(width) };
  });
}

/** How much room there is, and what needs it. */
export interface ListRoom {
  /** Of the list, in CSS pixels; 0 is not known yet. */
  readonly width: number;
  /** Of a digit of the font. */
  readonly digit: number;
  /** Of the largest number of a row, in digits. */
  readonly numberDigits: number;
  /** Columns that say nothing now: the connection, where there is but one. */
  readonly without: readonly ColumnId[];
}

/** The columns that there is room for, in order; the data always is. */
export function placeColumns(layout: readonly ColumnChoice[], room: ListRoom): PlacedColumn[] {
  const wanted = layout.filter(({ id, shown }) => shown && !room.without.includes(id));
  let placed: PlacedColumn[] = wanted.map((it) => ({ id: it.id, width: widthOf(it, room) }));
  if (room.width === 0) return placed;
  const forData = Math.min(DATA_PX, room.width * DATA_SHARE);
  const going = placed
    .filter(({ id }) => columnOf(id).goes > 0)
    .sort((a, b) => columnOf(a.id).goes - columnOf(b.id).goes);
  const sum = () => placed.reduce((all, { width }) => all + (width ?? 0), 0);
  for (const { id } of going) {
    if (sum() + forData <= room.width) break;
    placed = placed.filter((it) => it.id !== id);
  }
  return placed;
}

function widthOf({ id, width }: ColumnChoice, { digit, numberDigits }: ListRoom): number | null {
  if (id === "data") return null;
  if (width !== null) return width;
  const { digits, pixels } = columnOf(id);
  return Math.ceil((id === "number" ? numberDigits : digits) * digit + pixels);
}

function clampWidth(width: number): number {
  return Math.round(Math.min(MAX_WIDTH_PX, Math.max(MIN_WIDTH_PX, width)));
}
