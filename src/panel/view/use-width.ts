import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/**
 * The width of an element's content, as it changes; 0 before the first layout. What is rendered anew for another width is rendered in
 * a task of its own: within the observer it would be laid out a second time in the frame that has just been laid out, and both
 * together were the longest task of a scroll that opens the detail.
 */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      clearTimeout(timer);
      timer = setTimeout(() => setWidth(Math.floor(entry.contentRect.width)), 0);
    });
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [ref]);
  return width;
}
