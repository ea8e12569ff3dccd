import { type ComponentChildren, Fragment } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { formatByte, formatHexBytes, formatOffset } from "../../core/format/format-hex.ts";
import { say } from "../../core/text/say.ts";
import type { Notice } from "../../core/wire/engine-status.ts";
import { type ByteSelection, createByteSelection } from "../store/byte-selection.ts";
import { MAX_COPIED_CHARS } from "../store/copying.ts";
import { createListScroll, type ListScroll } from "../store/list-scroll.ts";
import { ByteInspector } from "./byte-inspector.tsx";
import { HexFoot } from "./hex-foot.tsx";
import { usePanel } from "./panel-context.ts";
import { LINE_HEIGHT_PX } from "./text-view.tsx";
import { useColumns } from "./use-columns.ts";
import { VirtualList } from "./virtual-list.tsx";

/** Offset, gaps, 16 bytes and their ASCII. */
const COLUMNS_OF_16 = 4 + 2 + 48 + 2 + 16;

/** Bytes as offset, hex and ASCII: sixteen a line, eight where the pane is too narrow for that. What they could mean stands below. */
export function HexView({ bytes }: { bytes: Uint8Array<ArrayBuffer> }) {
  const store = usePanel();
  const place = useRef<HTMLDivElement>(null);
  const columns = useColumns(place);
  const scroll = useMemo(() => createListScroll(LINE_HEIGHT_PX), []);
  const selection = useMemo(() => createByteSelection(bytes.length), [bytes]);
  const dragging = useRef(false);
  const offsetDigits = Math.max(4, Math.max(0, bytes.length - 1).toString(16).length);
  const width = columns >= COLUMNS_OF_16 - 4 + offsetDigits ? 16 : 8;
  const count = columns === 0 ? 0 : Math.ceil(bytes.length / width);
  useLayoutEffect(() => scroll.setCount(count), [scroll, count]);
  useLayoutEffect(() => scroll.toStart(), [scroll, bytes]);

  const goTo = (at: number, extending = false) => {
    selection.choose(at, extending);
    scroll.reveal(Math.floor(selection.cursor.peek() / width));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isCommand = event.ctrlKey || event.metaKey;
    const to = placeOfKey(event, selection.cursor.peek(), width, scroll);
    if (to !== null) goTo(to, event.shiftKey);
    else if (isCommand && event.key === "a") selection.chooseAll();
    else if (isCommand && event.key === "c")
      void store.copy(selectedHex(bytes, selection, store.notices.tell));
    else if (isCommand && event.key === "g") document.querySelector<HTMLElement>(".hex-foot input")?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const choose = (event: PointerEvent, extending: boolean) => {
    const at = (event.target as Element).closest<HTMLElement>("[data-at]")?.dataset.at;
    if (at !== undefined) selection.choose(Number(at), extending);
  };

  return (
    <div class="hex-place">
      <div class="lines-place" ref={place}>
        <VirtualList
          class="lines is-hex"
          aria-label={say("hex")}
          role="document"
          aria-describedby="hex-said"
          tabIndex={0}
          scroll={scroll}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            dragging.current = true;
            choose(event, event.shiftKey);
          }}
          onPointerMove={(event) => {
            if ((event.buttons & 1) === 0) dragging.current = false;
            if (dragging.current) choose(event, true);
          }}
          renderRow={(index) => (
            <HexLine key={index} bytes={bytes} from={index * width} width={width} selection={selection} />
          )}
        />
      </div>
      <ByteInspector bytes={bytes} selection={selection} />
      <HexFoot bytes={bytes} selection={selection} onGo={goTo} />
    </div>
  );
}

/** The chosen bytes as hex, for the clipboard; `tell` is told where these are more than it gets. */
export function selectedHex(
  bytes: Uint8Array,
  { start, end }: ByteSelection,
  tell: (notice: Notice) => void,
): string {
  const chosen = bytes.subarray(start.peek(), end.peek());
  const { text, taken } = formatHexBytes(chosen, MAX_COPIED_CHARS);
  if (taken < chosen.length) {
    const says = say("theFirstOfBytesAre", { taken: formatCount(taken), chosen: formatCount(chosen.length) });
    tell({ id: "hex-cut", severity: "warning", text: says });
  }
  return text;
}

/** Where a key moves the cursor to; null where it is not a key that does. */
function placeOfKey(event: KeyboardEvent, at: number, width: number, scroll: ListScroll): number | null {
  if (event.altKey) return null;
  const isCommand = event.ctrlKey || event.metaKey;
  const page = Math.max(1, Math.floor(scroll.viewport.peek() / LINE_HEIGHT_PX) - 1) * width;
  switch (event.key) {
    case "ArrowLeft":
      return isCommand ? null : at - 1;
    case "ArrowRight":
      return isCommand ? null : at + 1;
    case "ArrowUp":
      return at < width ? at : at - width;
    case "ArrowDown":
      return at + width;
    case "PageUp":
      return at - page;
    case "PageDown":
      return at + page;
    case "Home":
      return isCommand ? 0 : at - (at % width);
    case "End":
      return isCommand ? Infinity : at - (at % width) + width - 1;
    default:
      return null;
  }
}

interface HexLineProps {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly width: number;
  readonly selection: ByteSelection;
}

function HexLine({ bytes, from, width, selection }: HexLineProps) {
  const start = selection.start.value;
  const end = selection.end.value;
  const cursor = selection.cursor.value;
  const hex: ComponentChildren[] = [];
  const ascii: ComponentChildren[] = [];
  for (let at = from; at < from + width; at += 1) {
    const byte = bytes[at];
    // A wider gap in the middle keeps the place where the eye counts.
    const gap = at === from ? "" : at - from === 8 ? "  " : " ";
    if (byte === undefined) {
      hex.push(`${gap}  `);
      continue;
    }
    const isIn = at >= start && at < end;
    const name = `${isIn ? "is-in" : ""} ${at === cursor ? "is-cursor" : ""}`;
    hex.push(
      <Fragment key={at}>
        {gap !== "" && <span class={isIn && at > start ? "is-in" : ""}>{gap}</span>}
        <span class={name} data-at={at}>
          {formatByte(byte)}
        </span>
      </Fragment>,
    );
    ascii.push(
      <span key={at} class={name} data-at={at}>
        {byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·"}
      </span>,
    );
  }
  return (
    <div class="line">
      <span class="hex-offset">{formatOffset(from, bytes.length)}</span>
      {"  "}
      {hex}
      {"  "}
      <span class="hex-ascii">{ascii}</span>
    </div>
  );
}
