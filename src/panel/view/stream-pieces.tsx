import { formatBytes, formatCap } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatExactBytes } from "../../core/format/format-exact-bytes.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { formatReading, isReadWhole } from "../../core/format/format-stream.ts";
import { formatTime } from "../../core/format/format-time.ts";
import { say } from "../../core/text/say.ts";
import type { StreamPieces as Pieces } from "../../core/wire/message-detail.ts";

/** In which pieces of its stream an event came: one line that opens to a list. */
export function StreamPieces({ pieces }: { pieces: Pieces }) {
  const { reading, via, total } = pieces;
  if (pieces.pieces.length === 0) {
    return <p class="stream-pieces">{say("fromTheBodyInThe")}</p>;
  }
  const first = pieces.pieces[0]?.number ?? 0;
  const last = pieces.pieces.at(-1)?.number ?? 0;
  const where =
    first === last
      ? say("piece", { first: formatCount(first) })
      : say("pieces", { first: formatCount(first), last: formatCount(last) });
  if (isReadWhole(reading)) {
    return (
      <p class="stream-pieces">{say("thePageReadTheStream", { reading: formatReading(reading, via) })}</p>
    );
  }
  const half = pieces.unlisted > 0 ? pieces.pieces.length / 2 : -1;
  return (
    <details class="stream-pieces">
      <summary>{say("cameInOf", { where, total: formatCount(total) })}</summary>
      <ol>
        {pieces.pieces.map(({ number, at, size, kept, position, completed }, index) => (
          <li key={number}>
            {index === half && (
              <p>{say("betweenTheseAreNotListed", { unlisted: formatQuantity(pieces.unlisted, "piece") })}</p>
            )}
            <b>{formatCount(number)}</b> <time>{formatTime(at)}</time>{" "}
            <span title={formatExactBytes(size)}>{formatBytes(size)}</span>{" "}
            {kept < size && <span class="missing">{say("cutAt", { size: formatCap(kept) })} </span>}
            <span class="is-dim">
              {say("fromByte", { position: formatCount(position) })}{" "}
              {completed === 0
                ? say("completesNothing")
                : say("completes", { completed: formatCount(completed) })}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
