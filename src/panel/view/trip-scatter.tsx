import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { say } from "../../core/text/say.ts";
import type { EpochMs, TimeSpan } from "../../core/units.ts";
import type { TripPoint } from "../../core/wire/round-trips-answer.ts";
import { latencyStretches } from "../store/latency-stretches.ts";
import { hasRoom, timeTicks } from "../store/time-ticks.ts";
import { drawLatency, drawPercentiles, latencyRange, placeLatency } from "./draw-charts.ts";
import { nearestPoint } from "./nearest-point.ts";
import { usePanel } from "./panel-context.ts";
import { bindGestures } from "./timeline-gestures.ts";
import { TripCanvas } from "./trip-canvas.tsx";
import { useWidth } from "./use-width.ts";

const HEIGHT_PX = 96;
/** Room for a label and what is between two. */
const LABEL_PX = 90;

/** How long requests took, and their percentiles, on the axis of the timeline and with its zoom; a click on a point leads to its request, a drag selects a time. */
export function TripScatter({ points }: { points: readonly TripPoint[] }) {
  const store = usePanel();
  const { timeline } = store;
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const selecting = useSignal<TimeSpan | null>(null);
  const shown = timeline.window.shown.value;
  const range = latencyRange(points, shown);
  const { stretches, eachMs } = latencyStretches(points, shown, width);
  const pick = useRef<(at: EpochMs, y: number) => void>(() => {});
  pick.current = (at, y) => {
    if (range === null) return;
    const drawing = { width, height: HEIGHT_PX, shown };
    const x = ((at - shown.from) / (shown.until - shown.from)) * width;
    const near = nearestPoint(points, (it) => placeLatency(it, range, drawing), { x, y });
    if (near !== null) store.showRow(near.row);
  };

  useLayoutEffect(() => timeline.setWidth(width), [timeline, width]);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    return bindGestures(element, {
      window: timeline.window,
      axis: () => element.getBoundingClientRect(),
      // The wheel alone moves the page of cards.
      overflows: () => true,
      hover() {},
      selecting: (span) => {
        selecting.value = span;
      },
      selected: store.setSpan,
      clicked: (at, clientY) => {
        const canvas = element.querySelector("canvas")?.getBoundingClientRect();
        pick.current(at, clientY - (canvas?.top ?? 0));
      },
    });
  }, [timeline, store, selecting]);

  const x = (at: EpochMs) => ((at - shown.from) / (shown.until - shown.from)) * 100;
  const span = selecting.value ?? store.span.value;
  return (
    <figure class="trip-scatter">
      <div class="trip-axis" ref={place}>
        <div class="trip-ruler" aria-hidden="true">
          {timeTicks(shown, Math.max(1, width / LABEL_PX)).map((tick) => (
            <span key={tick.at} class="ruler-tick" style={{ left: `${x(tick.at)}%` }}>
              {hasRoom(tick, shown, width) && tick.label}
            </span>
          ))}
        </div>
        <TripCanvas
          label={say("timeToTheReplyOver", { points: formatQuantity(points.length, "point") })}
          height={HEIGHT_PX}
          draw={(canvas, drawing) => {
            drawLatency(canvas, points, { ...drawing, shown });
            if (range !== null) drawPercentiles(canvas, stretches, range, { ...drawing, shown });
          }}
        />
        {span !== null && (
          <div
            class="timeline-span"
            style={{ left: `${x(span.from)}%`, width: `${x(span.until) - x(span.from)}%` }}
          />
        )}
      </div>
      <figcaption class="is-dim">
        <span>
          {range === null
            ? say("noneInThisTime")
            : say("fromTo", { points: formatDuration(range[0]), maxms: formatDuration(range[1]) })}
        </span>
        {stretches.length > 0 && <span>{say("linesOfLatency", { span: formatDuration(eachMs) })}</span>}
      </figcaption>
    </figure>
  );
}
