import { useLayoutEffect, useRef } from "preact/hooks";

interface SparklineProps {
  /** Of equal stretches of time. */
  readonly counts: readonly number[];
  readonly colour: string;
}

export const SPARKLINE_WIDTH_PX = 48;
const HEIGHT_PX = 12;

/** How counts went, as bars; the largest is as high as it is. Drawn anew only when they are others. */
export function Sparkline({ counts, colour }: SparklineProps) {
  const place = useRef<HTMLCanvasElement>(null);
  const drawn = useRef("");
  useLayoutEffect(() => {
    const canvas = place.current;
    const context = canvas?.getContext("2d") ?? null;
    if (canvas === null || context === null) return;
    const ratio = window.devicePixelRatio || 1;
    const wanted = `${ratio} ${colour} ${counts.join()}`;
    if (wanted === drawn.current) return;
    drawn.current = wanted;
    canvas.width = Math.round(SPARKLINE_WIDTH_PX * ratio);
    canvas.height = Math.round(HEIGHT_PX * ratio);
    context.scale(ratio, ratio);
    context.fillStyle = colour;
    const most = Math.max(1, ...counts);
    const step = SPARKLINE_WIDTH_PX / Math.max(1, counts.length);
    for (const [index, count] of counts.entries()) {
      if (count === 0) continue;
      const height = Math.max(1, (count / most) * HEIGHT_PX);
      context.fillRect(index * step, HEIGHT_PX - height, Math.max(0.7, step - 0.1), height);
    }
  });
  return (
    <span class="sparkline" aria-hidden="true">
      <canvas ref={place} />
    </span>
  );
}
