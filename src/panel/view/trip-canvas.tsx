import { useEffect, useRef } from "preact/hooks";
import type { TripDrawing } from "./draw-trips.ts";
import { usePalette } from "./use-palette.ts";
import { useWidth } from "./use-width.ts";

interface TripCanvasProps {
  /** What is drawn, in words. */
  readonly label: string;
  readonly height: number;
  readonly draw: (canvas: CanvasRenderingContext2D, drawing: TripDrawing) => void;
}

/** A drawing in the theme's colours, as wide as there is room. */
export function TripCanvas({ label, height, draw }: TripCanvasProps) {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(place);
  const palette = usePalette(place);
  const drawing = palette === null || width === 0 ? null : { width, height, palette };
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || drawing === null) return;
    const scale = devicePixelRatio;
    context.canvas.width = Math.round(width * scale);
    context.canvas.height = Math.round(height * scale);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    draw(context, drawing);
  });
  return (
    <div ref={place} class="trip-canvas" style={{ height: `${height}px` }}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}
