import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { formatHexLine } from "../../core/format/format-hex.ts";
import { createListScroll } from "../store/list-scroll.ts";
import { rowsOfKey } from "./list-keys.ts";
import { LINE_HEIGHT_PX } from "./text-view.tsx";
import { useColumns } from "./use-columns.ts";
import { VirtualList } from "./virtual-list.tsx";

/** Offset, gaps, 16 bytes and their ASCII. */
const COLUMNS_OF_16 = 4 + 2 + 48 + 2 + 16;

/** Bytes as offset, hex and ASCII: sixteen a line, eight where the pane is too narrow for that. */
export function HexView({ bytes }: { bytes: Uint8Array }) {
  const place = useRef<HTMLDivElement>(null);
  const columns = useColumns(place);
  const scroll = useMemo(() => createListScroll(LINE_HEIGHT_PX), []);
  const offsetDigits = Math.max(4, Math.max(0, bytes.length - 1).toString(16).length);
  const width = columns >= COLUMNS_OF_16 - 4 + offsetDigits ? 16 : 8;
  const count = columns === 0 ? 0 : Math.ceil(bytes.length / width);
  useLayoutEffect(() => scroll.setCount(count), [scroll, count]);
  useLayoutEffect(() => scroll.toStart(), [scroll, bytes]);
  return (
    <div class="lines-place" ref={place}>
      <VirtualList
        class="lines is-hex"
        aria-label="Hex"
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
        renderRow={(index) => {
          const { offset, hex, ascii } = formatHexLine(bytes, index * width, width);
          return (
            <div key={index} class="line">
              <span class="hex-offset">{offset}</span>
              {"  "}
              {hex}
              {"  "}
              <span class="hex-ascii">{ascii}</span>
            </div>
          );
        }}
      />
    </div>
  );
}
