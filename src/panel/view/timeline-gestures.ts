import type { EpochMs, TimeSpan } from "../../core/units.ts";
import type { TimeWindow } from "../store/time-window.ts";

/** What is to be done with the pointer. */
export interface GestureTarget {
  readonly window: TimeWindow;
  /** The place of the time axis, in client pixels. */
  axis(): { readonly left: number; readonly width: number };
  /** Lanes lie beyond the edge: the wheel moves them. */
  overflows(): boolean;
  hover(at: EpochMs | null, y: number): void;
  selecting(span: TimeSpan | null): void;
  selected(span: TimeSpan): void;
  clicked(at: EpochMs, y: number): void;
}

/** A drag of less is a click. */
const DRAG_PX = 4;
/** A turn of the wheel of so many pixels doubles. */
const ZOOM_PX = 240;
const LINE_PX = 20;

/**
 * Binds wheel and pointer of an element: a drag over the lanes selects, over the ruler (or with Shift or the middle button) it
 * moves; the wheel with Ctrl or ⌘, or where there is nothing to scroll, zooms; sideways or with Shift it moves. Answers how to
 * unbind.
 */
export function bindGestures(element: HTMLElement, target: GestureTarget): () => void {
  const timeAt = (clientX: number): EpochMs => {
    const { left, width } = target.axis();
    const { from, until } = target.window.shown.peek();
    return from + ((clientX - left) / Math.max(1, width)) * (until - from);
  };
  const msOf = (px: number) => {
    const { from, until } = target.window.shown.peek();
    return (px / Math.max(1, target.axis().width)) * (until - from);
  };
  const isOnAxis = (clientX: number) => clientX >= target.axis().left;

  const onWheel = (event: WheelEvent) => {
    if (!isOnAxis(event.clientX)) return;
    const scale = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PX;
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const isOnRuler = (event.target as Element).closest(".timeline-ruler") !== null;
    if (isSideways) target.window.moveBy(msOf((event.deltaX || event.deltaY) * scale));
    else if (event.ctrlKey || event.metaKey || isOnRuler || !target.overflows()) {
      target.window.zoom(2 ** ((-event.deltaY * scale) / ZOOM_PX), timeAt(event.clientX));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onPointerDown = (event: PointerEvent) => {
    if (!isOnAxis(event.clientX) || event.button > 1) return;
    const isMove =
      event.button === 1 || event.shiftKey || (event.target as Element).closest(".timeline-ruler") !== null;
    const startX = event.clientX;
    const startAt = timeAt(startX);
    let lastX = startX;
    let isDrag = false;
    if (event.button === 1) event.preventDefault();
    element.setPointerCapture(event.pointerId);
    const spanTo = (clientX: number): TimeSpan => {
      const at = timeAt(clientX);
      return { from: Math.min(startAt, at), until: Math.max(startAt, at) };
    };
    const onMove = (move: PointerEvent) => {
      isDrag ||= Math.abs(move.clientX - startX) >= DRAG_PX;
      if (!isDrag) return;
      if (isMove) target.window.moveBy(-msOf(move.clientX - lastX));
      else target.selecting(spanTo(move.clientX));
      lastX = move.clientX;
    };
    const end = (up: PointerEvent) => {
      element.removeEventListener("pointermove", onMove);
      element.removeEventListener("pointerup", end);
      element.removeEventListener("pointercancel", end);
      target.selecting(null);
      if (up.type === "pointercancel") return;
      if (!isDrag) target.clicked(startAt, up.clientY);
      else if (!isMove) target.selected(spanTo(up.clientX));
    };
    element.addEventListener("pointermove", onMove);
    element.addEventListener("pointerup", end);
    element.addEventListener("pointercancel", end);
  };

  const onHover = (event: PointerEvent) => {
    target.hover(isOnAxis(event.clientX) ? timeAt(event.clientX) : null, event.clientY);
  };
  const onLeave = () => target.hover(null, 0);

  // Before the list, which scrolls by the wheel.
  element.addEventListener("wheel", onWheel, { passive: false, capture: true });
  element.addEventListener("pointerdown", onPointerDown);
  element.addEventListener("pointermove", onHover);
  element.addEventListener("pointerleave", onLeave);
  return () => {
    element.removeEventListener("wheel", onWheel, { capture: true });
    element.removeEventListener("pointerdown", onPointerDown);
    element.removeEventListener("pointermove", onHover);
    element.removeEventListener("pointerleave", onLeave);
  };
}
