import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import type { LongText } from "../../core/format/long-text.ts";
import { say } from "../../core/text/say.ts";
import type { DecodedTree } from "../store/decoded-tree.ts";
import type { PlaceSearch } from "../store/place-search.ts";
import { createTextSearch, type TextSearch } from "../store/text-search.ts";
import { createTreeSearch, type TreeSearch } from "../store/tree-search.ts";
import { SearchBar } from "./search-bar.tsx";

/** The search of the detail pane goes along from message to message, and from tab to tab. */
const shown = signal(false);
const wanted = signal("");
/** Counts how often it was asked for: each time its field takes the focus. */
const opened = signal(0);
/** The one of these that the field took the focus for: it is mounted with every message, and must not take it again. */
let focusedFor = 0;

/** Shows the search of the detail pane. */
export function openPayloadSearch(): void {
  shown.value = true;
  opened.value += 1;
}

/** The search of the detail pane, in this text; null while it is not there. */
export function useTextSearch(text: LongText | null): TextSearch | null {
  const search = useMemo(() => (text === null ? null : createTextSearch(text)), [text]);
  useWanted(search);
  return search;
}

/** The same in a tree that the engine has. */
export function useTreeSearch(tree: Pick<DecodedTree, "find">): TreeSearch {
  const search = useMemo(() => createTreeSearch(tree.find), [tree]);
  useWanted(search);
  return search;
}

function useWanted(search: PlaceSearch | null): void {
  useEffect(() => () => search?.dispose(), [search]);
  useEffect(() => {
    search?.find(shown.value ? wanted.value : "");
  }, [search, shown.value, wanted.value]);
}

/** Its field, above what is searched. */
export function PayloadSearch({ search }: { search: PlaceSearch | null }) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (input.current === null || focusedFor === opened.value) return;
    focusedFor = opened.value;
    input.current.focus();
    input.current.select();
  }, [opened.value]);
  if (!shown.value) return null;
  // A text that was just written is looked for when the field has been drawn: until then what was found is of the one before.
  const isBegun = search?.wanted.value === wanted.value;
  const found = isBegun ? (search?.found.value ?? null) : null;
  const current = search?.current.value ?? null;
  const go = (by: -1 | 1) => {
    if (isBegun) search?.go(by);
    else search?.find(wanted.peek());
  };
  return (
    <SearchBar
      input={input}
      label={say("findInTheMessage")}
      placeholder={say("findInTheMessage")}
      text={wanted.value}
      before={[say("thePlaceBefore"), say("thePlaceBeforeShiftEnter")]}
      next={[say("theNextPlace"), say("theNextPlaceEnter")]}
      closeLabel={say("closeTheSearchInThe")}
      saidId="payload-search-said"
      onText={(text) => {
        wanted.value = text;
      }}
      go={go}
      close={(byKey) => {
        shown.value = false;
        if (byKey) document.querySelector<HTMLElement>(".detail .virtual-list")?.focus();
      }}
    >
      {wanted.value === ""
        ? ""
        : found === null
          ? say("looking")
          : current === null
            ? say("notFound")
            : say("placeOf", {
                current: formatCount(current + 1),
                count: formatCount(found.count),
                more: found.more ? ` ${say("orMore")}` : "",
              })}
    </SearchBar>
  );
}
