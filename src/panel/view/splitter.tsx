// biome-ignore-all lint/a11y/useSemanticElements: an <hr> can be neither focused nor moved
import type { PaneSize } from "../store/pane-sizes.ts";

interface SplitterProps {
  readonly pane: PaneSize;
  /** What is resized, for those who do not see it. */
  readonly label: string;
  /** The line between panes: upright ones are moved sideways. */
  readonly upright: boolean;
  /** The pane lies behind the splitter: moving forth makes it smaller. */
  readonly behind?: boolean;
}

/** Pixels a key press. */
const STEP_PX = 16;

/** The line between two panes: dragged, or moved with the arrow keys. */
export function Splitter({ pane, label, upright, behind = false }: SplitterProps) {
  const sign = behind ? -1 : 1;
  const resize = (size: number, element: HTMLElement) => {
    const whole = element.closest(".is-tall .pane-group, .body");
    // The panes beside it keep a little room, whatever is wanted.
    const room = (upright ? whole?.clientWidth : whole?.clientHeight) ?? Infinity;
    pane.size.value = Math.round(Math.max(pane.min, Math.min(size, room - 120)));
  };

  /** Where there is too little room for all, a pane is smaller than what was chosen for it: it is that which is moved. */
  const sizeOf = (element: HTMLElement) => {
    const box = element[behind ? "nextElementSibling" : "previousElementSibling"]?.getBoundingClientRect();
    return (upright ? box?.width : box?.height) ?? pane.size.peek();
  };

  return (
    <div
      class={`splitter ${upright ? "is-upright" : "is-level"}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={upright ? "vertical" : "horizontal"}
      aria-valuenow={pane.size.value}
      aria-valuemin={pane.min}
      onPointerDown={(event) => {
        const element = event.currentTarget;
        const from = upright ? event.clientX : event.clientY;
        const size = sizeOf(element);
        event.preventDefault();
        element.setPointerCapture(event.pointerId);
        element.onpointermove = (move) => {
          const now = upright ? move.clientX : move.clientY;
          resize(size + sign * (now - from), element);
        };
        element.onlostpointercapture = () => {
          element.onpointermove = null;
        };
      }}
      onKeyDown={(event) => {
        const back = upright ? "ArrowLeft" : "ArrowUp";
        const forth = upright ? "ArrowRight" : "ArrowDown";
        if (event.key !== back && event.key !== forth) return;
        event.preventDefault();
        const step = event.key === forth ? STEP_PX : -STEP_PX;
        resize(sizeOf(event.currentTarget) + sign * step, event.currentTarget);
      }}
    />
  );
}
