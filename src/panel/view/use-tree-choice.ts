import { effect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { createListScroll, type ListScroll } from "../store/list-scroll.ts";

/** Of every tree's lines. */
const LINE_HEIGHT_PX = 18;

/** Where a tree is scrolled to, and which of its lines is chosen. */
export interface TreeChoice {
  readonly scroll: ListScroll;
  /** From 0. */
  readonly chosen: number;
  /** As it is pressed: it is in view. */
  press(index: number): void;
  /** Brings the line nearest to this number into view. */
  choose(index: number): void;
  /** Brings what was looked for into the middle. */
  show(index: number): void;
}

/** Keeps these of the lines of a tree; another tree begins at its first. */
export function useTreeChoice(lines: ReadonlySignal<readonly unknown[]>): TreeChoice {
  const scroll = useMemo(() => createListScroll(LINE_HEIGHT_PX), []);
  const [chosen, press] = useState(0);
  useEffect(() => effect(() => scroll.setCount(lines.value.length)), [scroll, lines]);
  useEffect(() => {
    press(0);
    scroll.toStart();
  }, [scroll, lines]);
  return {
    scroll,
    chosen,
    press,
    choose(index) {
      const at = Math.min(Math.max(0, index), lines.peek().length - 1);
      press(at);
      scroll.reveal(at);
    },
    show(index) {
      press(index);
      scroll.center(index);
    },
  };
}
