import type { LatencyStretch } from "../../core/analysis/pairing/latency-over-time.ts";
import type { Milliseconds, TimeSpan } from "../../core/units.ts";
import type { TripPoint } from "../../core/wire/round-trips-answer.ts";
import type { Palette } from "./use-palette.ts";

/** Where a chart is drawn, in CSS pixels, and which time it shows. */
export interface ChartDrawing {
  readonly width: number;
  readonly height: number;
  readonly shown: TimeSpan;
  readonly palette: Palette;
}

/** What comes and goes in equal stretches of time. */
export interface FlowBuckets {
  readonly from: number;
  readonly widthMs: Milliseconds;
  readonly sent: ArrayLike<number>;
  readonly received: ArrayLike<number>;
}

const EDGE_PX = 3;
const POINT_PX = 3;
const LINE_PX = 1.5;
const P95_ALPHA = 0.55;
/** Spans are drawn by their logarithm: 1 ms and 1 s are both to be seen. */
const LEAST: Milliseconds = 0.1;

/** The most of both sides in a second of the stretches that are in view. */
export function flowPeak({ from, widthMs, sent, received }: FlowBuckets, shown: TimeSpan): number {
  const first = Math.max(0, Math.floor((shown.from - from) / widthMs));
  const end = Math.min(sent.length, Math.ceil((shown.until - from) / widthMs));
  let most = 0;
  for (let index = first; index < end; index += 1) {
    most = Math.max(most, sent[index] as number, received[index] as number);
  }
  return (most / widthMs) * 1000;
}

/** Draws what was sent above the middle, and what was received below it. */
export function drawFlow(
  canvas: CanvasRenderingContext2D,
  buckets: FlowBuckets,
  drawing: ChartDrawing,
): void {
  const { width, height, shown, palette } = drawing;
  canvas.clearRect(0, 0, width, height);
  const { from, widthMs, sent, received } = buckets;
  const most = Math.max(1e-9, (flowPeak(buckets, shown) * widthMs) / 1000);
  const middle = Math.floor(height / 2);
  const room = middle - EDGE_PX;
  canvas.fillStyle = palette.dim;
  canvas.globalAlpha = 0.4;
  canvas.fillRect(0, middle, width, 1);
  canvas.globalAlpha = 1;
  const x = (index: number) => Math.floor(toX(from + index * widthMs, drawing));
  const first = Math.max(0, Math.floor((shown.from - from) / widthMs));
  const end = Math.min(sent.length, Math.ceil((shown.until - from) / widthMs));
  for (const [side, colour] of [
    [sent, palette.sent],
    [received, palette.received],
  ] as const) {
    canvas.fillStyle = colour;
    for (let index = first; index < end; index += 1) {
      const amount = side[index] as number;
      if (amount === 0) continue;
      const tall = Math.max(1, (amount / most) * room);
      const bar = Math.max(1, x(index + 1) - x(index));
      canvas.fillRect(x(index), side === sent ? middle - tall : middle + 1, bar, tall);
    }
  }
}

/** The shortest and the longest span in view; null where there is none. */
export function latencyRange(
  points: readonly TripPoint[],
  shown: TimeSpan,
): [Milliseconds, Milliseconds] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const { at, rttMs } of points) {
    if (rttMs === null || at < shown.from || at > shown.until) continue;
    low = Math.min(low, rttMs);
    high = Math.max(high, rttMs);
  }
  return low === Number.POSITIVE_INFINITY ? null : [low, high];
}

/** Draws how long requests took: longer ones above. */
export function drawLatency(
  canvas: CanvasRenderingContext2D,
  points: readonly TripPoint[],
  drawing: ChartDrawing,
): void {
  const { width, height, shown, palette } = drawing;
  canvas.clearRect(0, 0, width, height);
  const range = latencyRange(points, shown);
  if (range === null) return;
  canvas.fillStyle = palette.accent;
  for (const point of points) {
    const { x, y } = placeLatency(point, range, drawing);
    canvas.fillRect(x - POINT_PX / 2, y - POINT_PX / 2, POINT_PX, POINT_PX);
  }
}

/** Draws p50 and, less strongly, p95 of stretches of time over the points. */
export function drawPercentiles(
  canvas: CanvasRenderingContext2D,
  stretches: readonly LatencyStretch[],
  range: readonly [Milliseconds, Milliseconds],
  drawing: ChartDrawing,
): void {
  canvas.fillStyle = drawing.palette.text;
  for (const { from, until, p50Ms, p95Ms } of stretches) {
    for (const [rttMs, alpha] of [
      [p95Ms, P95_ALPHA],
      [p50Ms, 1],
    ] as const) {
      if (rttMs === null) continue;
      const { x, y } = placeLatency({ at: from, rttMs }, range, drawing);
      canvas.globalAlpha = alpha;
      canvas.fillRect(x, y - LINE_PX / 2, toX(until, drawing) - x, LINE_PX);
    }
  }
  canvas.globalAlpha = 1;
}

/** Where a request lies. */
export function placeLatency(
  { at, rttMs }: Pick<TripPoint, "at" | "rttMs">,
  [least, most]: readonly [Milliseconds, Milliseconds],
  drawing: Pick<ChartDrawing, "width" | "height" | "shown">,
): { readonly x: number; readonly y: number } {
  const [low, high] = [Math.log(Math.max(LEAST, least)), Math.log(Math.max(LEAST, most))];
  const part = high - low < 0.01 ? 0.5 : (Math.log(Math.max(LEAST, rttMs ?? 0)) - low) / (high - low);
  const room = drawing.height - 2 * EDGE_PX;
  return { x: toX(at, drawing), y: drawing.height - EDGE_PX - part * room };
}

function toX(at: number, { shown, width }: Pick<ChartDrawing, "width" | "shown">): number {
  return ((at - shown.from) / (shown.until - shown.from)) * width;
}
