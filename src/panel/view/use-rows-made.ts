import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { runNext } from "../store/run-next.ts";

/** The elements of so many rows are made in one task. */
const PORTION = 12;

/**
 * How many of so many rows may have elements so far. To make them is the longest that a list does, and it comes with all else that is
 * made when a list is opened, or a panel grows: a portion of them each is made in a task of its own, before the next frame where there is
 * time. Rows that take the elements of others wait for nothing.
 */
export function useRowsMade(count: number): number {
  const made = useRef(0);
  const isDue = useRef(false);
  const [, renderAgain] = useState(0);
  useLayoutEffect(() => {
    // A row more or less, as lists are scrolled by parts of a row, is none that would be missed.
    if (made.current > count + PORTION) made.current = count;
    if (made.current >= count || isDue.current) return;
    isDue.current = true;
    runNext(() => {
      isDue.current = false;
      made.current += PORTION;
      renderAgain((times) => times + 1);
    });
  });
  return Math.min(count, made.current);
}
