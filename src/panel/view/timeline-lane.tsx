import { useLayoutEffect, useRef } from "preact/hooks";
import { drawLane, type LaneDrawing } from "./draw-lane.ts";

/** The drawing of a lane, drawn anew when anything in it is another. */
export function TimelineLane({ drawing }: { drawing: LaneDrawing | null }) {
  const place = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = place.current;
    const context = canvas?.getContext("2d") ?? null;
    if (canvas === null || context === null) return;
    // What it showed before was of something else.
    if (drawing === null) return context.clearRect(0, 0, canvas.width, canvas.height);
    const ratio = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(drawing.width * ratio));
    const height = Math.max(1, Math.round(drawing.height * ratio));
    // To set a size empties a canvas and makes its memory anew.
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawLane(context, drawing);
  });
  return (
    <span class="lane-place" aria-hidden="true">
      <canvas ref={place} class="lane-canvas" />
    </span>
  );
}
