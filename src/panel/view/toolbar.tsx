import { formatCount } from "../../core/format/format-count.ts";
import { ExportMenu } from "./export-menu.tsx";
import { Icon, RecordIcon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";
import { ToolButton } from "./tool-button.tsx";

/** The panel's commands, and the filter. */
export function Toolbar() {
  const store = usePanel();
  const status = store.status.value;
  return (
    <div class="toolbar" role="toolbar" aria-label="Duplex">
      {status === null || status.session.live ? <LiveTools /> : <StoredTools />}
      {store.isOpen.value && (
        <>
          <span class="toolbar-gap" />
          <FilterField />
        </>
      )}
      <span class="toolbar-space" />
      <ToolButton
        label="Sessions"
        icon={<Icon name="sessions" />}
        hint="Recorded sessions: open, rename, delete, import"
        aria-haspopup="dialog"
        onClick={() => store.sessions.show()}
      />
      <ExportMenu />
      <ToolButton
        label="Settings"
        class="is-iconic"
        icon={<Icon name="settings" />}
        hint="Settings"
        aria-haspopup="dialog"
        onClick={() => {
          store.settingsShown.value = true;
        }}
      />
    </div>
  );
}

function LiveTools() {
  const store = usePanel();
  const status = store.status.value;
  const recording = status?.recording ?? false;
  const preserve = status?.preserve ?? false;
  return (
    <>
      <ToolButton
        label="Record"
        icon={<RecordIcon on={recording} />}
        hint={recording ? "Recording. Click to pause" : "Paused. Click to record"}
        pressed={recording}
        disabled={status === null}
        onClick={() => store.record(!recording)}
      />
      <ToolButton
        label="Clear"
        icon={<Icon name="clear" />}
        hint="Clear: take away all rows and begin anew"
        disabled={status === null}
        onClick={() => store.clear()}
      />
      <ToolButton
        label="Preserve"
        icon={<Icon name="preserve" />}
        hint={
          preserve
            ? "Rows stay when the page reloads or navigates. Click to clear them then"
            : "Rows are cleared when the page reloads or navigates. Click to keep them"
        }
        pressed={preserve}
        disabled={status === null}
        onClick={() => store.preserve(!preserve)}
      />
    </>
  );
}

function StoredTools() {
  const store = usePanel();
  const status = store.status.value;
  return (
    <>
      {status?.canRecord && (
        <ToolButton
          label="Back to live"
          class="is-worded"
          icon={<Icon name="back" />}
          hint="Back to the session that is being recorded"
          onClick={() => store.showLive()}
        />
      )}
      {status?.session.name && (
        <span class="session-name" title={status.session.name}>
          {status.session.name}
        </span>
      )}
    </>
  );
}

function FilterField() {
  const store = usePanel();
  const view = store.status.value?.view;
  const wrong = view?.wrong ?? null;
  const said = wrong?.message ?? view?.problem ?? view?.notes[0]?.message ?? null;
  return (
    <>
      <span class={`filter ${store.filter.value === "" ? "" : "is-used"}`}>
        <Icon name="filter" />
        <input
          type="text"
          aria-label="Filter"
          aria-invalid={wrong !== null}
          aria-describedby={said === null ? undefined : "filter-said"}
          placeholder="Filter"
          autocomplete="off"
          spellcheck={false}
          value={store.filter.value}
          onInput={(event) => store.setFilter(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || store.filter.peek() === "") return;
            event.preventDefault();
            event.stopPropagation();
            store.setFilter("");
          }}
        />
        {store.filter.value !== "" && (
          <button
            type="button"
            class="filter-clear"
            aria-label="Clear the filter"
            title="Clear the filter"
            onClick={() => store.setFilter("")}
          >
            <Icon name="close" />
          </button>
        )}
      </span>
      {said !== null && (
        <span id="filter-said" class={wrong === null ? "is-noted" : "is-troubled"} role="status">
          {said}
          {wrong !== null && <code>{store.filter.value.slice(wrong.start, wrong.end)}</code>}
        </span>
      )}
      {view !== undefined && view.total > 0 && (
        <span class="count" aria-busy={view.filtering} title={view.filtering ? "Still looking" : undefined}>
          {formatCount(view.matched)} of {formatCount(view.total)}
          {view.filtering ? "…" : ""}
        </span>
      )}
    </>
  );
}
