import { useLayoutEffect, useRef } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { say } from "../../core/text/say.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";

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
  const close = () => {
    find.close();
    document.querySelector<HTMLElement>(".grid")?.focus();
  };
  return (
    <search
      class="find-bar"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        // Chromium's DevTools would open its drawer.
        event.stopPropagation();
        event.preventDefault();
        close();
      }}
    >
      <input
        ref={input}
        type="text"
        class="name-field"
        aria-label={say("findInTheList")}
        aria-describedby="find-said"
        aria-invalid={(find.state.value?.wrong ?? null) !== null}
        placeholder={say("findAsInTheFilter")}
        autocomplete="off"
        spellcheck={false}
        value={find.text.value}
        onInput={(event) => find.setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          find.go(event.shiftKey ? -1 : 1);
        }}
      />
      <span id="find-said" role="status">
        <Said />
      </span>
      <button
        type="button"
        class="button is-quiet is-icon"
        aria-label={say("theMatchBefore")}
        title={say("theMatchBeforeShiftEnter")}
        onClick={() => find.go(-1)}
      >
        <Icon name="up" />
      </button>
      <button
        type="button"
        class="button is-quiet is-icon"
        aria-label={say("theNextMatch")}
        title={say("theNextMatchEnterN")}
        onClick={() => find.go(1)}
      >
        <Icon name="down" />
      </button>
      <button
        type="button"
        class="button is-quiet is-icon"
        aria-label={say("closeTheSearch")}
        title={say("closeEsc")}
        onClick={close}
      >
        <Icon name="close" />
      </button>
    </search>
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
