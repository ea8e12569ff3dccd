import type { Histogram } from "../../core/analysis/pairing/histogram.ts";
import type { Palette } from "./use-palette.ts";

/** Where a drawing of round trips lies, in CSS pixels. */
export interface TripDrawing {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
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
