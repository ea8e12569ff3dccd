import { ExportMenu } from "./export-menu.tsx";
import { FilterField } from "./filter-field.tsx";
import { HideHeartbeats } from "./hide-heartbeats.tsx";
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
          <HideHeartbeats />
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
