// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and takes the keys; its rows are told of by aria-activedescendant
import { effect } from "@preact/signals";
import type { ComponentChildren, HTMLAttributes } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ListScroll } from "../store/list-scroll.ts";
import { NO_SLOTS, toRowSlots } from "../store/row-slots.ts";
import { runNext } from "../store/run-next.ts";
import { layOutApart } from "./lay-out-apart.ts";
import { useRowsMade } from "./use-rows-made.ts";

interface VirtualListProps extends Omit<HTMLAttributes<HTMLDivElement>, "ref"> {
  readonly scroll: ListScroll;
  /** There is nothing of any row in view yet: until there is, no elements are made. */
  readonly isAwaited?: boolean;
  /** `slot` is a key for rows that are made to be used again: those that leave the view give their elements to those that come. */
  readonly renderRow: (index: number, slot: number) => ComponentChildren;
  /** The row that the focus is at, and its element's ID; told of as long as it is in view, for else there is no element. */
  readonly active?: { readonly index: number; readonly id: string } | null;
  /** Stays above the rows; has this height. */
  readonly header?: ComponentChildren;
  readonly headerHeight?: number;
}

/**
 * A list of any length, of which only the rows in view are elements. They lie in a layer that sticks to the
 * scroller, so that no scroll, however fast, shows an empty place; see `scroll-scale.ts` for long lists.
 */
export function VirtualList({
  scroll,
  isAwaited = false,
  renderRow,
  active = null,
  header,
  headerHeight = 0,
  class: className,
  ...rest
}: VirtualListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const spacer = useRef<HTMLDivElement>(null);
  const activeIndex = useRef<number | null>(null);
  activeIndex.current = active?.index ?? null;
  useLayoutEffect(() => {
    const [element, inner] = [scroller.current, spacer.current];
    if (element === null || inner === null) return;
    let unbind: (() => void) | null = () => {};
    // To measure is to have all laid out that was made just now: a task of its own.
    runNext(() => {
      if (unbind !== null)
        unbind = bindScroller(element, inner, scroll, headerHeight, () => activeIndex.current);
    });
    return () => {
      unbind?.();
      unbind = null;
    };
  }, [scroll, headerHeight]);

  useLayoutEffect(() => {
    if (scroller.current !== null) layOutApart(scroller.current);
  });

  const range = scroll.range.value;
  const drawn = range.first + useRowsMade(isAwaited ? 0 : range.end - range.first);
  const slots = useRef(NO_SLOTS);
  slots.current = toRowSlots(range, slots.current);
  const { slotOf } = slots.current;
  const rows: ComponentChildren[] = [];
  for (let index = range.first; index < drawn; index += 1) {
    rows.push(renderRow(index, slotOf(index)));
  }
  const isDrawn = active !== null && active.index >= range.first && active.index < drawn;
  return (
    <div
      {...rest}
      {...(isDrawn && { "aria-activedescendant": active.id })}
      ref={scroller}
      class={`virtual-list ${className ?? ""}`}
    >
      <div ref={spacer} class="virtual-list-spacer" role="presentation">
        <div class="virtual-list-layer" role="presentation">
          {header}
          <div class="virtual-list-window" role="presentation">
            <Rows scroll={scroll}>{rows}</Rows>
          </div>
        </div>
      </div>
    </div>
  );
}

/** Apart, so that scrolling within a row moves one element and renders nothing anew. */
function Rows({ scroll, children }: { scroll: ListScroll; children: ComponentChildren }) {
  const { first } = scroll.range.value;
  const shift = Math.round(first * scroll.rowHeight - scroll.position.value);
  return (
    <div class="virtual-list-rows" role="presentation" style={{ transform: `translateY(${shift}px)` }}>
      {children}
    </div>
  );
}

/** Binds the element and its scrollbar to the position. Answers how to unbind. */
function bindScroller(
  scroller: HTMLElement,
  spacer: HTMLElement,
  scroll: ListScroll,
  headerHeight: number,
  active: () => number | null,
): () => void {
  let lastSet = 0;

  const stopSizing = effect(() => {
    spacer.style.height = `${scroll.spacer.value + headerHeight}px`;
    const wanted = scroll.scrollTop.value;
    // To ask the scroller itself would have all of the panel laid out, with every state of a list that grows.
    if (Math.abs(lastSet - wanted) < 1) return;
    scroller.scrollTop = wanted;
    // As the browser rounded or clamped it: the event that follows is ours, not the reader's.
    lastSet = scroller.scrollTop;
  });

  const onScroll = () => {
    // Where it became taller the browser scrolled by itself, and tells of that before the observer does: the reader did not.
    if (Math.max(0, scroller.clientHeight - headerHeight) !== scroll.viewport.peek()) measure();
    if (Math.abs(scroller.scrollTop - lastSet) < 1) return;
    lastSet = scroller.scrollTop;
    scroll.dragTo(scroller.scrollTop);
  };
  const onWheel = (event: WheelEvent) => {
    if (event.ctrlKey || event.deltaY === 0 || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    // Rows that come while the browser still animates must not pull the reader back to the end.
    if (event.deltaY < 0 && scroll.following.peek()) scroll.unfollow();
    const scaled = scroll.spacer.peek() < scroll.count.peek() * scroll.rowHeight;
    if (!scaled) return;
    event.preventDefault();
    scroll.moveBy(event.deltaY * pixelsOf(event.deltaMode, scroll));
  };
  const measure = () => {
    const layer = spacer.firstElementChild as HTMLElement;
    layer.style.height = `${scroller.clientHeight}px`;
    scroll.resize(scroller.clientHeight - headerHeight, active());
  };
  const observer = new ResizeObserver(measure);

  measure();
  observer.observe(scroller);
  scroller.addEventListener("scroll", onScroll, { passive: true });
  scroller.addEventListener("wheel", onWheel, { passive: false });
  return () => {
    stopSizing();
    observer.disconnect();
    scroller.removeEventListener("scroll", onScroll);
    scroller.removeEventListener("wheel", onWheel);
  };
}

function pixelsOf(deltaMode: number, scroll: ListScroll): number {
  if (deltaMode === WheelEvent.DOM_DELTA_LINE) return scroll.rowHeight;
  if (deltaMode === WheelEvent.DOM_DELTA_PAGE) return scroll.viewport.peek();
  return 1;
}
