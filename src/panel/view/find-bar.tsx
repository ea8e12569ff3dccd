import { useLayoutEffect, useRef } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { say } from "../../core/text/say.ts";
import { usePanel } from "./panel-context.ts";
import { SearchBar } from "./search-bar.tsx";

/** Finds rows without filtering: above the list, while it is used. */
export function FindBar() {
  const { find } = usePanel();
  const input = useRef<HTMLInputElement>(null);
  const shown = find.shown.value;
  const opened = find.opened.value;
  useLayoutEffect(() => {
    if (input.current === null || !find.takeFocus()) return;
    input.current.focus();
    input.current.select();
  }, [opened]);
  if (!shown) return null;
  return (
    <SearchBar
      input={input}
      label={say("findInTheList")}
      placeholder={say("findAsInTheFilter")}
      text={find.text.value}
      isWrong={(find.state.value?.wrong ?? null) !== null}
      before={[say("theMatchBefore"), say("theMatchBeforeShiftEnter")]}
      next={[say("theNextMatch"), say("theNextMatchEnterN")]}
      closeLabel={say("closeTheSearch")}
      saidId="find-said"
      onText={find.setText}
      go={find.go}
      close={() => {
        find.close();
        document.querySelector<HTMLElement>(".grid")?.focus();
      }}
    >
      <Said />
    </SearchBar>
  );
}

function Said() {
  const { find } = usePanel();
  const state = find.state.value;
  if (state === null) return null;
  const trouble = state.wrong?.message ?? state.problem;
  if (trouble !== null) {
    return (
      <span class="is-troubled" title={trouble}>
        {trouble}
      </span>
    );
  }
  const { matched, looking } = state;
  const ordinal = find.ordinal.value;
  if (matched === 0) return <>{looking ? say("looking") : say("notFound")}</>;
  return (
    <>
      {ordinal === null ? "" : `${say("ordinalOf", { ordinal: formatCount(ordinal) })} `}
      {formatCount(matched)}
      {looking ? "…" : ordinal === null ? ` ${say("found")}` : ""}
    </>
  );
}
