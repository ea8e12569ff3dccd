import type { Histogram } from "../../core/analysis/pairing/histogram.ts";
import type { EpochMs, Milliseconds } from "../../core/units.ts";
import type { TripPoint } from "../../core/wire/engine-api.ts";
import type { Palette } from "./use-palette.ts";

/** Where a drawing of round trips lies, in CSS pixels. */
export interface TripDrawing {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
}

const POINT_PX = 2;
const EDGE_PX = 4;
/** Spans are drawn by their logarithm: 1 ms and 1 s are both to be seen. */
const LEAST: Milliseconds = 0.1;

/** Where a point lies: time from left to right, longer spans above. */
export function placePoint(
  { at, rttMs }: TripPoint,
  points: readonly TripPoint[],
  { width, height }: TripDrawing,
): { readonly x: number; readonly y: number } {
  const from = points[0]?.at ?? at;
  const until = points.at(-1)?.at ?? at;
  const [low, high] = rangeOf(points);
  const part = (Math.log(Math.max(LEAST, rttMs ?? 0)) - low) / Math.max(0.01, high - low);
  return {
    x: EDGE_PX + partOf(at, from, until) * (width - 2 * EDGE_PX),
    y: height - EDGE_PX - part * (height - 2 * EDGE_PX),
  };
}

/** Draws the spans over time. */
export function drawScatter(
  canvas: CanvasRenderingContext2D,
  points: readonly TripPoint[],
  drawing: TripDrawing,
): void {
  const { width, height, palette } = drawing;
  canvas.clearRect(0, 0, width, height);
  canvas.fillStyle = palette.accent;
  for (const point of points) {
    const { x, y } = placePoint(point, points, drawing);
    canvas.fillRect(x - POINT_PX / 2, y - POINT_PX / 2, POINT_PX, POINT_PX);
  }
}

/** Draws the counts of spans; how high a bar is says how many. */
export function drawHistogram(
  canvas: CanvasRenderingContext2D,
  { counts }: Histogram,
  { width, height, palette }: TripDrawing,
): void {
  canvas.clearRect(0, 0, width, height);
  canvas.fillStyle = palette.accent;
  const most = Math.max(1, ...counts);
  const step = width / Math.max(1, counts.length);
  for (const [index, count] of counts.entries()) {
    if (count === 0) continue;
    const tall = Math.max(1, (count / most) * (height - 1));
    canvas.fillRect(index * step, height - tall, Math.max(1, step - 1), tall);
  }
}

function rangeOf(points: readonly TripPoint[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { rttMs } of points) {
    const value = Math.log(Math.max(LEAST, rttMs ?? 0));
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function partOf(at: EpochMs, from: EpochMs, until: EpochMs): number {
  return until > from ? (at - from) / (until - from) : 0.5;
}
