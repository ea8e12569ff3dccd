// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
import { Component } from "preact";
import { formatBytes, formatCap } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatDelta } from "../../core/format/format-duration.ts";
import { formatTime } from "../../core/format/format-time.ts";
import { formatShortUrl } from "../../core/format/format-url.ts";
import type { Row } from "../../core/wire/engine-api.ts";
import { MarkedText } from "./marked-text.tsx";

interface MessageRowProps {
  readonly index: number;
  readonly row: Row;
  readonly selected: boolean;
  /** The connection's URL; null is none, undefined where the column is not shown. */
  readonly connection: string | null | undefined;
  /** To be marked in what it says. */
  readonly words: readonly string[];
  readonly onSelect: (index: number, row: number) => void;
}

/** Marks that tell of something lost or broken. */
const TROUBLED_MARKS = new Set([
  "messages-dropped",
  "hook-failed",
  "socket-errored",
  "source-errored",
  "send-discarded",
  "stream-unseen",
]);

/** A row of the list; rendered anew only where something in it differs. */
export class MessageRow extends Component<MessageRowProps> {
  override shouldComponentUpdate(next: MessageRowProps): boolean {
    const { row, ...rest } = this.props;
    const { row: nextRow, ...nextRest } = next;
    return !isSame(rest, nextRest) || !isSame(row, nextRow);
  }

  override render(props: MessageRowProps) {
    return <RowCells {...props} />;
  }
}

function isSame<T extends object>(a: T, b: T): boolean {
  return (Object.keys(b) as (keyof T)[]).every((key) => a[key] === b[key]);
}

function RowCells(props: MessageRowProps) {
  const { index, row, selected, connection, words, onSelect } = props;
  const isMark = row.kind === "mark";
  const trouble = isMark && TROUBLED_MARKS.has(row.name) ? "is-troubled" : "";
  return (
    <div
      id={`row-${index}`}
      class={`row is-${row.kind} ${index % 2 ? "is-odd" : ""} ${row.found ? "is-found" : ""} ${trouble}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      onMouseDown={(event) => {
        if (event.button === 0) onSelect(index, row.row);
      }}
    >
      <span class="cell cell-number" role="gridcell">
        {formatCount(row.row + 1)}
      </span>
      <span class="cell cell-time" role="gridcell">
        {formatTime(row.at)}
      </span>
      <span class="cell cell-delta" role="gridcell">
        {formatDelta(row.deltaMs)}
      </span>
      <DirectionCell row={row} />
      <span class="cell cell-type" role="gridcell">
        {typeOf(row)}
      </span>
      <span class="cell cell-size" role="gridcell">
        {isMark ? "" : formatBytes(row.size)}
      </span>
      {connection !== undefined && (
        <span class="cell cell-connection" role="gridcell" title={connection ?? undefined}>
          {connection === null ? "" : formatShortUrl(connection)}
        </span>
      )}
      <span class="cell cell-preview" role="gridcell">
        {row.kind === "message" && row.size === 0 ? (
          <span class="is-dim">empty</span>
        ) : (
          <bdi>
            <MarkedText text={row.preview} words={words} />
          </bdi>
        )}
        {row.previewCut && "…"}
        {row.problem !== "" && <span class="missing"> {row.problem}</span>}
        {row.missingBytes > 0 && <span class="missing"> {missing(row)}</span>}
      </span>
    </div>
  );
}

function DirectionCell({ row }: { row: Row }) {
  if (row.kind !== "message") return <span class="cell cell-direction" role="gridcell" />;
  const sent = row.direction === "sent";
  return (
    <span
      class={`cell cell-direction ${sent ? "is-sent" : "is-received"}`}
      role="gridcell"
      aria-label={sent ? "sent" : "received"}
    >
      {sent ? "↑" : "↓"}
    </span>
  );
}

/** What is not there of the payload, in a few words. */
function missing({ size, missingBytes, cut }: Row): string {
  return cut ? `cut at ${formatCap(size - missingBytes)}` : `${formatBytes(missingBytes)} not there`;
}

function typeOf(row: Row): string {
  if (row.kind === "mark") return "";
  if (row.name !== "") return row.name;
  return row.payloadType ?? "";
}
