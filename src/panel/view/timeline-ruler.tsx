// biome-ignore-all lint/a11y/useFocusableInteractive: the table has the focus and takes the keys; its lanes are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the table has the focus and takes the keys; its lanes are told of by aria-activedescendant
import type { ComponentChildren, Ref } from "preact";
import { say } from "../../core/text/say.ts";
import type { TimeSpan } from "../../core/units.ts";
import { hasRoom, timeTicks } from "../store/time-ticks.ts";

export const RULER_HEIGHT_PX = 21;
/** Room for a label and what is between two. */
const LABEL_PX = 90;

interface TimelineRulerProps {
  /** The part where time is. */
  readonly axis: Ref<HTMLDivElement>;
  readonly width: number;
  readonly shown: TimeSpan;
  /** What is drawn over all lanes. */
  readonly children: ComponentChildren;
}

/** Times of day above the lanes. */
export function TimelineRuler({ axis, width, shown, children }: TimelineRulerProps) {
  const ticks = width === 0 ? [] : timeTicks(shown, width / LABEL_PX);
  const x = (at: number) => ((at - shown.from) / (shown.until - shown.from)) * 100;
  return (
    <div class="timeline-ruler lane-row" role="row" aria-rowindex={1}>
      <span class="lane-name" role="columnheader">
        {say("connection")}
      </span>
      <span class="unseen" role="columnheader">
        {say("traffic")}
      </span>
      <div class="axis-cell" role="presentation">
        <div class="ruler-axis" ref={axis} role="presentation">
          {ticks.map((tick) => (
            <span key={tick.at} class="ruler-tick" aria-hidden="true" style={{ left: `${x(tick.at)}%` }}>
              {hasRoom(tick, shown, width) && tick.label}
            </span>
          ))}
        </div>
        <div class="timeline-overlay" aria-hidden="true">
          {children}
        </div>
      </div>
    </div>
  );
}
