import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** How panes lie: all below each other, the detail below the list, or all beside each other. */
export type PanelShape = "narrow" | "tall" | "wide";

/** Narrower than this, panes lie below each other. */
const NARROW_PX = 700;
/** Narrower than this, the list has no room for what messages say beside two other panes, if it has some above the detail. */
const TALL_PX = 960;
const TALL_FROM_PX = 520;

/** The shape of the panel, as it changes; rendered anew in a task of its own, as for `useWidth`. */
export function useShape(ref: RefObject<HTMLElement | null>): PanelShape {
  const [shape, setShape] = useState<PanelShape>("wide");
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = () => setShape(shapeOf(element.clientWidth, element.clientHeight));
    const observer = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(take, 0);
    });
    observer.observe(element);
    take();
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [ref]);
  return shape;
}

/** Which shape a panel of so many CSS pixels has; one without a size is not laid out yet. */
export function shapeOf(width: number, height: number): PanelShape {
  if (width === 0 || width >= TALL_PX) return "wide";
  if (width < NARROW_PX) return "narrow";
  return height >= TALL_FROM_PX ? "tall" : "wide";
}
