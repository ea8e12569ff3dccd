import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { createListScroll } from "../store/list-scroll.ts";
import { createTextLines } from "../store/text-lines.ts";
import { rowsOfKey } from "./list-keys.ts";
import { useColumns } from "./use-columns.ts";
import { VirtualList } from "./virtual-list.tsx";

/** Lines of text stand closer than rows of a list. */
export const LINE_HEIGHT_PX = 16;

/** Texts beyond this take so long to wrap that it is not done at every step while the pane is resized. */
const LARGE_LENGTH = 1_000_000;
const SETTLE_MS = 200;

/** A text of any length, wrapped to the pane's width. */
export function TextView({ text }: { text: string }) {
  const place = useRef<HTMLDivElement>(null);
  const columns = useSettled(useColumns(place), text.length > LARGE_LENGTH ? SETTLE_MS : 0);
  const scroll = useMemo(() => createListScroll(LINE_HEIGHT_PX), []);
  const lines = useMemo(() => (columns === 0 ? null : createTextLines(text, columns)), [text, columns]);
  useLayoutEffect(() => scroll.setCount(lines?.count ?? 0), [scroll, lines]);
  useLayoutEffect(() => scroll.toStart(), [scroll, text]);
  return (
    <div class="lines-place" ref={place}>
      <VirtualList
        class="lines"
        aria-label="Text"
        role="document"
        tabIndex={0}
        scroll={scroll}
        onKeyDown={(event) => {
          const by = rowsOfKey(event, scroll);
          if (by === null) return;
          event.preventDefault();
          if (by === Infinity) scroll.toEnd();
          else if (by === -Infinity) scroll.toStart();
          else scroll.moveBy(by * LINE_HEIGHT_PX);
        }}
        renderRow={(index) => (
          <div key={index} class="line">
            {lines !== null && index < lines.count ? lines.line(index) : ""}
          </div>
        )}
      />
    </div>
  );
}

/** A number once it has stayed the same for a while; its first value at once. */
function useSettled(value: number, delayMs: number): number {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (settled === value) return;
    if (delayMs === 0 || settled === 0) return setSettled(value);
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [settled, value, delayMs]);
  return delayMs === 0 ? value : settled;
}
