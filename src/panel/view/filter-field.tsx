import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { say, sayParts } from "../../core/text/say.ts";
import { FilterCandidates } from "./filter-candidates.tsx";
import { FilterHelp } from "./filter-help.tsx";
import { FilterMarks } from "./filter-marks.tsx";
import { FilterMenu } from "./filter-menu.tsx";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";

/** So much of a session, looked at, is no search that one waits for. */
const NEARLY_ALL = 0.98;

/** The filter: its field, what is said about it, and how much it leaves. */
export function FilterField() {
  const store = usePanel();
  const view = store.status.value?.view;
  const isSent = store.filterIsSent.value;
  const wrong = (isSent && view?.wrong) || null;
  const isUnheard = store.isSilent.value && !store.viewIsShown.value;
  const unheard = isUnheard ? say("notFilteredTheRecorderDoes") : null;
  const said = unheard ?? wrong?.message ?? view?.problem ?? view?.notes[0]?.message ?? null;
  return (
    <>
      <span class="filter-place">
        <FilterInput isWrong={wrong !== null} isDescribed={said !== null} />
        {said !== null && (
          <span
            id="filter-said"
            class={wrong === null && view?.problem === null && !isUnheard ? "is-noted" : "is-troubled"}
            role="status"
          >
            {said}
            {wrong !== null && <FilterBefore />}
          </span>
        )}
      </span>
      <FilterMenu />
      <FilterHelp />
      {view !== undefined && view.total > 0 && (
        <span
          class="count"
          // Room for the largest, so that what stands beside it does not move while it is counted.
          style={{ minWidth: `${2 * formatCount(view.total).length + 6}ch` }}
          aria-busy={view.filtering || !store.viewIsShown.value}
          title={view.filtering ? say("stillLooking") : undefined}
        >
          {say("matchedOf", { matched: formatCount(view.matched), total: formatCount(view.total) })}
          {view.filtering ? "…" : ""}
        </span>
      )}
    </>
  );
}

/** By what the rows are filtered that are there, while what is written is wrong. */
function FilterBefore() {
  const filter = usePanel().filterShown.value;
  return (
    <span class="filter-before">
      {filter === ""
        ? say("untilThenNothingIsFiltered")
        : sayParts("untilThenFilteredBy", {
            code: (
              <code>
                <bdi>{filter}</bdi>
              </code>
            ),
          })}
    </span>
  );
}

function FilterInput({ isWrong, isDescribed }: { isWrong: boolean; isDescribed: boolean }) {
  const store = usePanel();
  const { completion, filter } = store;
  const input = useRef<HTMLInputElement>(null);
  const place = useRef<HTMLSpanElement>(null);
  const [scrolled, setScrolled] = useState(0);
  /** Where the cursor goes with the next text. */
  const cursor = useRef<number | null>(null);
  const text = filter.value;
  const view = store.status.value?.view;
  // What has just come is looked at all the time.
  const isLooking = view?.filtering === true && view.looked < NEARLY_ALL;
  const candidates = completion.candidates.value;
  const isOpen = candidates.length > 0;

  useLayoutEffect(() => {
    if (cursor.current === null) return;
    input.current?.setSelectionRange(cursor.current, cursor.current);
    cursor.current = null;
    setScrolled(input.current?.scrollLeft ?? 0);
  });

  const take = (index: number) => {
    const candidate = candidates[index];
    if (candidate === undefined) return;
    const next = completion.take(candidate);
    cursor.current = next.cursor;
    store.setFilter(next.text);
    if (candidate.open) completion.suggest(next.text, next.cursor, false);
    else completion.close();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const field = event.currentTarget as HTMLInputElement;
    const at = field.selectionStart ?? field.value.length;
    const wantsList = event.key === "ArrowDown" || (event.key === " " && event.ctrlKey);
    const active = completion.active.peek();
    if (wantsList && !isOpen) {
      completion.suggest(field.value, at, true);
    } else if (isOpen && event.key === "ArrowDown") completion.moveActive(1);
    else if (isOpen && event.key === "ArrowUp") completion.moveActive(-1);
    else if (isOpen && event.key === "Tab" && !event.shiftKey) take(Math.max(0, active));
    else if (isOpen && event.key === "Enter" && active >= 0) take(active);
    else if (event.key === "Enter") {
      completion.close();
      store.applyFilter(field.value);
      // What is wrong is to be mended.
      if (store.filterShown.peek() === field.value) document.querySelector<HTMLElement>(".grid")?.focus();
    } else if (event.key === "Escape") {
      if (isOpen) completion.close();
      else if (text !== "") store.setFilter("");
      else document.querySelector<HTMLElement>(".grid")?.focus();
      // Chromium's DevTools would open its drawer.
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };

  return (
    <span class={`filter ${text === "" ? "" : "is-used"}`} ref={place}>
      <Icon name="filter" />
      <FilterMarks text={text} scrolled={scrolled} />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={say("filter")}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls="filter-candidates"
        aria-activedescendant={
          completion.active.value < 0 ? undefined : `candidate-${completion.active.value}`
        }
        aria-invalid={isWrong}
        aria-describedby={isDescribed ? "filter-said" : undefined}
        aria-keyshortcuts="/"
        placeholder={say("filter")}
        autocomplete="off"
        spellcheck={false}
        value={text}
        onBlur={() => {
          completion.close();
          store.applyFilter(filter.peek());
        }}
        onInput={(event) => {
          const { value, selectionStart } = event.currentTarget;
          store.setFilter(value);
          completion.suggest(value, selectionStart ?? value.length, false);
        }}
        onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
        onClick={() => completion.close()}
        onKeyDown={onKeyDown}
      />
      {text !== "" && (
        <button
          type="button"
          class="filter-clear"
          aria-label={say("clearTheFilter")}
          title={say(isLooking ? "stopTheSearch" : "clearTheFilter")}
          onClick={() => {
            store.setFilter("");
            input.current?.focus();
          }}
        >
          <Icon name="close" />
        </button>
      )}
      {isLooking && (
        <progress class="filter-progress" aria-label={say("stillLooking")} value={view?.looked ?? 0} />
      )}
      {isOpen && <FilterCandidates onTake={take} />}
    </span>
  );
}
