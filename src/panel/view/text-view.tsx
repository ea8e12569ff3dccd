import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { LongText } from "../../core/format/long-text.ts";
import { say } from "../../core/text/say.ts";
import { createListScroll } from "../store/list-scroll.ts";
import { createTextLines, type TextLines, UNWRAPPED_COLUMNS } from "../store/text-lines.ts";
import { placesWithin, type TextSearch } from "../store/text-search.ts";
import { scrollByKey } from "./list-keys.ts";
import { MarkedText } from "./marked-text.tsx";
import { usePanel } from "./panel-context.ts";
import { PayloadSearch, useTextSearch } from "./payload-search.tsx";
import { useColumns } from "./use-columns.ts";
import { VirtualList } from "./virtual-list.tsx";

/** Lines of text stand closer than rows of a list. */
export const LINE_HEIGHT_PX = 16;

/** Texts beyond this take so long to wrap that it is not done at every step while the pane is resized. */
const LARGE_LENGTH = 1_000_000;
const SETTLE_MS = 200;

/** Whether lines end at the pane's width; for all messages. */
export const wrapping = signal(true);

/** A text of any length, wrapped to the pane's width or not. */
export function TextView({ text }: { text: LongText }) {
  const place = useRef<HTMLDivElement>(null);
  const width = useSettled(useColumns(place), text.length > LARGE_LENGTH ? SETTLE_MS : 0);
  const columns = width === 0 || wrapping.value ? width : UNWRAPPED_COLUMNS;
  const scroll = useMemo(() => createListScroll(LINE_HEIGHT_PX), []);
  const lines = useMemo(() => (columns === 0 ? null : createTextLines(text, columns)), [text, columns]);
  const search = useTextSearch(text);
  const { words } = usePanel();
  useEffect(() => () => lines?.dispose(), [lines]);
  const count = lines?.count.value ?? 0;
  useLayoutEffect(() => scroll.setCount(count), [scroll, count]);
  useLayoutEffect(() => scroll.toStart(), [scroll, text]);
  const found = search?.place.value ?? null;
  useEffect(() => {
    if (found !== null && lines !== null) scroll.center(lines.lineOf(found.start));
  }, [scroll, lines, found]);
  const widest = wrapping.value ? 0 : (lines?.widest.value ?? 0);
  return (
    <div class="text-place">
      <PayloadSearch search={search} />
      <div class="lines-place" ref={place}>
        <VirtualList
          class={`lines ${wrapping.value ? "" : "is-unwrapped"}`}
          style={{ "--columns": `${widest}` }}
          aria-label={say("text")}
          role="document"
          tabIndex={0}
          scroll={scroll}
          onKeyDown={(event) => scrollByKey(event, scroll, LINE_HEIGHT_PX)}
          renderRow={(index) => (
            <div key={index} class="line">
              {lines === null || index >= count ? (
                ""
              ) : (
                <Line lines={lines} index={index} search={search} words={words.value} />
              )}
            </div>
          )}
        />
      </div>
    </div>
  );
}

interface LineProps {
  readonly lines: TextLines;
  readonly index: number;
  readonly search: TextSearch | null;
  readonly words: readonly string[];
}

/** A line, in which what is searched is marked, or else what is filtered by. */
function Line({ lines, index, search, words }: LineProps) {
  const line = lines.line(index);
  const wanted = search?.wanted.value ?? "";
  const places = search?.places.value ?? null;
  if (wanted === "" || places === null) return <MarkedText text={line} words={words} />;
  const from = lines.startOf(index);
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const it of placesWithin(places, wanted.length, from, from + line.length)) {
    const isCurrent = it.index === search?.current.value;
    parts.push(line.slice(at, it.start - from));
    parts.push(
      <mark key={it.index} class={isCurrent ? "is-current" : ""}>
        {line.slice(it.start - from, it.end - from)}
      </mark>,
    );
    at = it.end - from;
  }
  return (
    <>
      {parts}
      {line.slice(at)}
    </>
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
