// biome-ignore-all lint/a11y/useFocusableInteractive: the table has the focus and takes the keys; its lanes are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the table has the focus and takes the keys; its lanes are told of by aria-activedescendant
import { formatKind, formatKindName, formatState, isTroubled } from "../../core/format/format-connection.ts";
import { formatShortUrl } from "../../core/format/format-url.ts";
import { say } from "../../core/text/say.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";
import { describeLane } from "../store/describe-moment.ts";
import type { TimelineLine } from "../store/timeline-lanes.ts";
import type { LaneDrawing } from "./draw-lane.ts";
import { KindIcon } from "./icons.tsx";
import { TimelineLane } from "./timeline-lane.tsx";

interface LaneRowProps {
  readonly index: number;
  readonly line: Extract<TimelineLine, { type: "lane" }>;
  readonly drawing: LaneDrawing | null;
  readonly selected: boolean;
}

/** A lane with its name; for who does not see it, what is on it in words. */
export function LaneRow({ index, line, drawing, selected }: LaneRowProps) {
  const { connections } = line;
  const last = connections.at(-1);
  const sum = (of: (it: ConnectionView) => number) => connections.reduce((all, it) => all + of(it), 0);
  return (
    <div
      id={`lane-${index}`}
      class="lane-row lane"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
    >
      {last === undefined ? (
        <span class="lane-name" role="rowheader" title={say("navigationsPausesWhatBelongsTo")}>
          {say("page")}
        </span>
      ) : (
        <span
          class={`lane-name ${isTroubled(last) ? "is-troubled" : ""}`}
          role="rowheader"
          title={`${formatKindName(last.kind)} ${last.url}\n${formatState(last)}`.trim()}
        >
          <KindIcon kind={last.kind} />
          <span class="unseen">{formatKind(last.kind)} </span>
          <bdi>{formatShortUrl(last.url)}</bdi>
          {connections.length > 1 && <span class="times"> ×{connections.length}</span>}
        </span>
      )}
      <span class="unseen" role="gridcell">
        {last !== undefined && `${formatState(last)} `}
        {describeLane(
          drawing?.density,
          sum((it) => it.sent),
          sum((it) => it.received),
        )}
      </span>
      <TimelineLane drawing={drawing} />
    </div>
  );
}
