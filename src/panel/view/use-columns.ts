import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { useWidth } from "./use-width.ts";

/** Padding of the lines on both sides, and the scrollbar, in px. */
const SIDES_PX = 32;

/** How many signs of the monospace font stand side by side in an element; 0 before the first layout. */
export function useColumns(ref: RefObject<HTMLElement | null>): number {
  const width = useWidth(ref);
  const [signWidth, setSignWidth] = useState(0);
  useLayoutEffect(() => {
    if (ref.current === null) return;
    const probe = document.createElement("span");
    probe.className = "sign-probe";
    probe.textContent = "0".repeat(100);
    ref.current.append(probe);
    setSignWidth(probe.getBoundingClientRect().width / 100);
    probe.remove();
  }, [ref]);
  if (width === 0 || signWidth === 0) return 0;
  return Math.max(8, Math.floor((width - SIDES_PX) / signWidth));
}
