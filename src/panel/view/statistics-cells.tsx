// biome-ignore-all lint/a11y/useFocusableInteractive: the table has the focus and takes the keys; its rows are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the table has the focus and takes the keys; its rows are told of by aria-activedescendant
import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatKind } from "../../core/format/format-connection.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatExactBytes } from "../../core/format/format-exact-bytes.ts";
import { formatRate } from "../../core/format/format-rate.ts";
import { formatTime } from "../../core/format/format-time.ts";
import { say, sayParts } from "../../core/text/say.ts";
import type { StatisticsGroup } from "../../core/wire/statistics-answer.ts";
import { rateOf } from "../store/statistics.ts";

interface StatisticsCellsProps {
  readonly group: StatisticsGroup;
  readonly all: { readonly count: number; readonly bytes: number };
}

/** One type of message in numbers. */
export function StatisticsCells({ group, all }: StatisticsCellsProps) {
  const { count, bytes, minBytes, medianBytes, p95Bytes, maxBytes, firstAt, lastAt } = group;
  const sizes = [
    ["min", minBytes],
    ["median", medianBytes],
    ["p95", p95Bytes],
    ["max", maxBytes],
  ] as const;
  return (
    <>
      <TypeCell group={group} />
      <span class="cell cell-count" role="gridcell">
        {formatCount(count)} <Share part={count} of={all.count} />
      </span>
      <span class="cell cell-bytes" role="gridcell" title={formatExactBytes(bytes)}>
        {formatBytes(bytes)} <Share part={bytes} of={all.bytes} />
      </span>
      <span class="cell cell-rate" role="gridcell">
        {formatRate(rateOf(group))}
      </span>
      {sizes.map(([name, size]) => (
        <span key={name} class={`cell cell-${name}`} role="gridcell" title={formatExactBytes(size)}>
          {formatBytes(size)}
        </span>
      ))}
      <span class="cell cell-first" role="gridcell">
        {formatTime(firstAt)}
      </span>
      <span class="cell cell-last" role="gridcell">
        {formatTime(lastAt)}
      </span>
    </>
  );
}

function TypeCell({ group }: { group: StatisticsGroup }) {
  const { kind, method, direction, payloadType, event, protocol, meaning, rest } = group;
  if (rest) {
    return (
      <span class="cell cell-type" role="rowheader">
        {say("allOtherTypes")}
      </span>
    );
  }
  if (method !== null) {
    return (
      <span class="cell cell-type" role="rowheader">
        <span class="type-arrow" />{" "}
        {sayParts("requestOfKind", {
          span: <span class="is-dim">{kind === null ? "" : formatKind(kind)}</span>,
          method: method || "HTTP",
        })}
      </span>
    );
  }
  const arrow = direction === "sent" ? "↑" : "↓";
  return (
    <span class="cell cell-type" role="rowheader">
      <span
        class={`type-arrow is-${direction}`}
        role="img"
        aria-label={direction === null ? "" : say(direction)}
      >
        {arrow}
      </span>{" "}
      <span class="is-dim">{kind === null ? "" : formatKind(kind)} </span>
      {protocol !== "" && <span class="is-dim">{protocol} </span>}
      {[meaning, event].filter(Boolean).map((it) => (
        <bdi key={it}>{it} </bdi>
      ))}
      {(payloadType === "binary" || (meaning === "" && event === "")) && (
        <span class="is-dim">{payloadType}</span>
      )}
    </span>
  );
}

function Share({ part, of }: { part: number; of: number }) {
  if (of === 0) return null;
  const percent = (part / of) * 100;
  const text =
    percent > 0 && percent < 0.5 ? "<1" : percent > 99.5 && percent < 100 ? ">99" : percent.toFixed(0);
  return <span class="share">{text} %</span>;
}
