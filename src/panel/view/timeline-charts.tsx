// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { say } from "../../core/text/say.ts";
import type { TimeSpan } from "../../core/units.ts";
import {
  type ChartDrawing,
  drawFlow,
  drawLatency,
  flowPeak,
  latencyRange,
  placeLatency,
} from "./draw-charts.ts";
import { nearestPoint } from "./nearest-point.ts";
import { usePanel } from "./panel-context.ts";
import type { Palette } from "./use-palette.ts";

const CHART_HEIGHT_PX = 56;

interface TimelineChartsProps {
  readonly width: number;
  readonly shown: TimeSpan;
  readonly palette: Palette | null;
}

/** Rate, bytes and latency of all that is in scope, on the axis of the lanes. */
export function TimelineCharts({ width, shown, palette }: TimelineChartsProps) {
  const store = usePanel();
  const sum = store.timeline.sum.value;
  const bytes = sum?.bytes ?? null;
  const points = store.timeline.latency.value;
  if (palette === null || width === 0 || sum === null) return null;
  const drawing: ChartDrawing = { width, height: CHART_HEIGHT_PX, shown, palette };
  const range = latencyRange(points, shown);
  const pick = (x: number, y: number) => {
    const near =
      range === null ? null : nearestPoint(points, (it) => placeLatency(it, range, drawing), { x, y });
    if (near !== null) store.showRow(near.row);
  };
  return (
    <section class="timeline-charts" aria-label={say("charts")} tabIndex={0}>
      <ChartRow
        name={say("messagesASecond")}
        says={say("upTo", { most: formatRate(flowPeak(sum, shown)) })}
        drawing={drawing}
        draw={(canvas) => drawFlow(canvas, sum, drawing)}
      />
      {bytes !== null && (
        <ChartRow
          name={say("bytesASecond")}
          says={say("upTo", { most: formatBytes(flowPeak(bytes, shown)) })}
          drawing={drawing}
          draw={(canvas) => drawFlow(canvas, bytes, drawing)}
        />
      )}
      <ChartRow
        name={say("timeToTheReply")}
        says={
          range === null
            ? say("noneInThisTime")
            : say("spanFromTo", { from: formatDuration(range[0]), to: formatDuration(range[1]) })
        }
        drawing={drawing}
        draw={(canvas) => drawLatency(canvas, points, drawing)}
        onPick={pick}
      />
    </section>
  );
}

interface ChartRowProps {
  readonly name: string;
  readonly says: string;
  readonly drawing: ChartDrawing;
  readonly draw: (canvas: CanvasRenderingContext2D) => void;
  readonly onPick?: (x: number, y: number) => void;
}

function ChartRow({ name, says, drawing, draw, onPick }: ChartRowProps): ComponentChildren {
  const place = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = place.current;
    const context = canvas?.getContext("2d") ?? null;
    if (canvas === null || context === null) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.max(1, Math.round(drawing.width * ratio));
    canvas.height = Math.max(1, Math.round(drawing.height * ratio));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw(context);
  });
  return (
    <div class="lane-row chart-row">
      <span class="lane-name chart-name" title={`${name}: ${says}`}>
        {name} <span class="is-dim">{says}</span>
      </span>
      <canvas
        class="chart-canvas"
        ref={place}
        role="img"
        aria-label={`${name}: ${says}`}
        style={{ width: `${drawing.width}px`, height: `${drawing.height}px` }}
        onClick={(event) => onPick?.(event.offsetX, event.offsetY)}
      />
    </div>
  );
}

function formatRate(perSecond: number): string {
  return perSecond >= 10 ? formatCount(Math.round(perSecond)) : formatCount(Math.ceil(perSecond));
}
