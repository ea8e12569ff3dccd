import { formatBytes, formatCap, formatExactBytes } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { formatReading, isReadWhole } from "../../core/format/format-stream.ts";
import { formatTime } from "../../core/format/format-time.ts";
import type { StreamPieces as Pieces } from "../../core/wire/engine-api.ts";

/** In which pieces of its stream an event came: one line that opens to a list. */
export function StreamPieces({ pieces }: { pieces: Pieces }) {
  const { reading, via, total } = pieces;
  if (pieces.pieces.length === 0) {
    return (
      <p class="stream-pieces">
        From the body in the browser’s network log: the page did not give the bytes.
      </p>
    );
  }
  const first = pieces.pieces[0]?.number ?? 0;
  const last = pieces.pieces.at(-1)?.number ?? 0;
  const where =
    first === last ? `piece ${formatCount(first)}` : `pieces ${formatCount(first)}–${formatCount(last)}`;
  if (isReadWhole(reading)) {
    return (
      <p class="stream-pieces">
        The page read the stream {formatReading(reading, via)}: when its pieces came is not visible to the
        page either.
      </p>
    );
  }
  const half = pieces.unlisted > 0 ? pieces.pieces.length / 2 : -1;
  return (
    <details class="stream-pieces">
      <summary>
        Came in {where} of {formatCount(total)}
      </summary>
      <ol>
        {pieces.pieces.map(({ number, at, size, kept, position, completed }, index) => (
          <li key={number}>
            {index === half && (
              <p>{formatQuantity(pieces.unlisted, "piece")} between these are not listed.</p>
            )}
            <b>{formatCount(number)}</b> <time>{formatTime(at)}</time>{" "}
            <span title={formatExactBytes(size)}>{formatBytes(size)}</span>{" "}
            {kept < size && <span class="missing">cut at {formatCap(kept)} </span>}
            <span class="is-dim">
              from byte {formatCount(position)},{" "}
              {completed === 0 ? "completes nothing" : `completes ${formatCount(completed)}`}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
