import type { DensityBuckets } from "../../core/analysis/density-histogram.ts";
import { isTroubled } from "../../core/format/format-connection.ts";
import type { EpochMs, TimeSpan } from "../../core/units.ts";
import type { DensityLane } from "../../core/wire/density-answer.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";
import type { Palette } from "./use-palette.ts";

/** Where a lane is drawn, in CSS pixels, and what it shows. */
export interface LaneDrawing {
  readonly width: number;
  readonly height: number;
  readonly shown: TimeSpan;
  readonly connections: readonly ConnectionView[];
  readonly density: DensityLane | undefined;
  /** The most rows a millisecond that any lane in view has: what is as high as a lane. */
  readonly peak: number;
  /** The end of what is still open. */
  readonly end: EpochMs;
  readonly palette: Palette;
}

/** Even one message must be seen. */
const LEAST_BAR_PX = 2;
/** What is left above and below the bars. */
const EDGE_PX = 2;
/** Rows that do not match the filter. */
const UNMATCHED_ALPHA = 0.25;

/** Draws a lane: lives as a line, what was sent above it, what was received below, marks and requests as ticks. */
export function drawLane(canvas: CanvasRenderingContext2D, drawing: LaneDrawing): void {
  const { width, height, density } = drawing;
  canvas.clearRect(0, 0, width, height);
  for (const connection of drawing.connections) drawLife(canvas, drawing, connection);
  if (density !== undefined) {
    if (density.matched !== null) canvas.globalAlpha = UNMATCHED_ALPHA;
    drawBuckets(canvas, drawing, density);
    canvas.globalAlpha = 1;
    if (density.matched !== null) drawBuckets(canvas, drawing, density.matched);
  }
  // Over the bars: where one ended is what is looked for.
  for (const connection of drawing.connections) drawEnd(canvas, drawing, connection);
}

function toX({ shown, width }: LaneDrawing, at: EpochMs): number {
  return ((at - shown.from) / (shown.until - shown.from)) * width;
}

/** From when it was asked for: a thin line until it was open, then a thick one. */
function drawLife(canvas: CanvasRenderingContext2D, drawing: LaneDrawing, connection: ConnectionView): void {
  const { height, width, palette } = drawing;
  const { kind, createdAt, openedAt, close } = connection;
  if (kind === "http") return;
  const middle = Math.floor(height / 2);
  const start = toX(drawing, createdAt);
  const end = toX(drawing, close?.at ?? Math.max(drawing.end, createdAt));
  if (end < 0 || start > width) return;
  const open = openedAt === null ? end : toX(drawing, openedAt);
  const from = Math.max(-2, start);
  const until = Math.min(width + 2, Math.max(end, start + 1));
  canvas.fillStyle = palette.dim;
  canvas.fillRect(from, middle - 1, Math.max(1, until - from), 1);
  // The handshake: not yet open, and so without the thick line.
  const begin = Math.max(from, open);
  canvas.globalAlpha = 0.5;
  if (begin < until) canvas.fillRect(begin, middle - 2, until - begin, 3);
  canvas.globalAlpha = 1;
  if (start >= -2) canvas.fillRect(Math.round(start), middle - 5, 1, 9);
}

function drawEnd(canvas: CanvasRenderingContext2D, drawing: LaneDrawing, connection: ConnectionView): void {
  const { height, width, palette } = drawing;
  if (connection.kind === "http" || connection.close === null) return;
  const end = toX(drawing, connection.close.at);
  if (end < -2 || end > width + 2) return;
  canvas.fillStyle = isTroubled(connection) ? palette.trouble : palette.text;
  canvas.fillRect(Math.round(end) - 1, EDGE_PX, 2, height - 2 * EDGE_PX);
}

function drawBuckets(canvas: CanvasRenderingContext2D, drawing: LaneDrawing, buckets: DensityBuckets): void {
  const { shown, width, height, peak, palette } = drawing;
  const { from, widthMs, sent, received, other } = buckets;
  const pixels = (widthMs / (shown.until - shown.from)) * width;
  const middle = Math.floor(height / 2);
  const most = middle - EDGE_PX;
  const first = Math.max(0, Math.floor((shown.from - from) / widthMs));
  const last = Math.min(sent.length, Math.ceil((shown.until - from) / widthMs));
  const gap = pixels > 4 ? 1 : 0;
  // The root, so that few beside many are still seen.
  const high = (count: number) =>
    Math.max(LEAST_BAR_PX, most * Math.min(1, Math.sqrt(count / widthMs / peak)));
  // Whole pixels: what two bars share would be paler, and make a pattern.
  const x = (index: number) => Math.floor(toX(drawing, from + index * widthMs));
  const bar = (index: number) => Math.max(1, x(index + 1) - x(index) - gap);
  canvas.fillStyle = palette.sent;
  for (let index = first; index < last; index += 1) {
    const count = sent[index] as number;
    if (count > 0) canvas.fillRect(x(index), middle - 1 - high(count), bar(index), high(count));
  }
  canvas.fillStyle = palette.received;
  for (let index = first; index < last; index += 1) {
    const count = received[index] as number;
    if (count > 0) canvas.fillRect(x(index), middle, bar(index), high(count));
  }
  canvas.fillStyle = palette.text;
  for (let index = first; index < last; index += 1) {
    if ((other[index] as number) > 0)
      canvas.fillRect(x(index), height - 7, Math.max(1, Math.min(2, pixels)), 6);
  }
}

/** The most rows a millisecond that a lane has. */
export function peakOf(density: DensityLane): number {
  let most = 0;
  for (const counts of [density.sent, density.received]) {
    for (const count of counts) if (count > most) most = count;
  }
  return most / density.widthMs;
}
