import { runNext } from "../store/run-next.ts";

let isDue = false;

/**
 * Has the page laid out in a task of its own, as soon as what runs now is over. The frame that comes then has only to paint: of rows that all
 * are others, as under a flood, laying out is half of it, and each half alone is short enough that nobody waits where processors are busy.
 */
export function layOutApart(element: Pick<HTMLElement, "isConnected" | "offsetHeight">): void {
  if (isDue) return;
  isDue = true;
  runNext(() => {
    isDue = false;
    // To ask is to have it done; where a frame came before, it is done already.
    if (element.isConnected) void element.offsetHeight;
  });
}
