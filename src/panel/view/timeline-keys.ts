import type { Signal } from "@preact/signals";
import type { EpochMs } from "../../core/units.ts";
import type { PanelStore } from "../store/panel-store.ts";

interface KeyTarget {
  readonly store: PanelStore;
  /** The moment that the keys have come to. */
  readonly at: Signal<EpochMs | null>;
  /** The chosen line. */
  readonly lane: Signal<number | null>;
}

/** A key moves by this part of what is shown. */
const STEP = 0.02;

/** Does what a key asks of the time line; answers whether it did. */
export function onTimelineKey(event: KeyboardEvent, { store, at, lane }: KeyTarget): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { window, lines } = store.timeline;
  const shown = window.shown.peek();
  const lengthMs = shown.until - shown.from;

  function moveTo(next: EpochMs): void {
    const before = at.peek() ?? next;
    if (event.shiftKey) {
      // The end that is moved is the one where the keys are.
      const span = store.span.peek();
      const fixed = span === null ? before : span.from === before ? span.until : span.from;
      store.setSpan({ from: Math.min(fixed, next), until: Math.max(fixed, next) });
    }
    at.value = next;
    lane.value ??= 0;
    if (next < shown.from || next > shown.until)
      window.moveBy(next < shown.from ? next - shown.from : next - shown.until);
  }

  const from = at.peek() ?? (shown.from + shown.until) / 2;
  switch (event.key) {
    case "ArrowLeft":
      moveTo(from - lengthMs * STEP);
      return true;
    case "ArrowRight":
      moveTo(from + lengthMs * STEP);
      return true;
    case "Home":
      moveTo(store.timeline.extent.peek()?.from ?? shown.from);
      return true;
    case "End":
      moveTo(store.timeline.extent.peek()?.until ?? shown.until);
      return true;
    case "+":
    case "=":
      window.zoom(2, at.peek());
      return true;
    case "-":
      window.zoom(0.5, at.peek());
      return true;
    case "0":
      window.showAll();
      return true;
    case "Escape":
      if (store.span.peek() === null && at.peek() === null) return false;
      at.value = null;
      store.setSpan(null);
      return true;
    case "Enter": {
      const line = lines.peek()[lane.peek() ?? -1];
      if (line?.type !== "lane" || line.id === 0) return false;
      store.setScope(line.id);
      return true;
    }
    default:
      return false;
  }
}
