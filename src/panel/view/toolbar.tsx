import { say } from "../../core/text/say.ts";
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
        <div class="toolbar-filter">
          <span class="toolbar-gap" />
          <FilterField />
          <HideHeartbeats />
        </div>
      )}
      <span class="toolbar-space" />
      <ToolButton
        label={say("sessions")}
        icon={<Icon name="sessions" />}
        hint={say("recordedSessionsOpenRenameDelete")}
        aria-haspopup="dialog"
        onClick={() => store.sessions.show()}
      />
      <ExportMenu />
      <ToolButton
        label={say("settings")}
        class="is-iconic"
        icon={<Icon name="settings" />}
        hint={say("settings")}
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
  const recording = (status?.recording ?? false) && !store.isSilent.value;
  const preserve = status?.preserve ?? false;
  return (
    <>
      <ToolButton
        label={say("record")}
        icon={<RecordIcon on={recording} />}
        hint={recording ? say("recordingClickToPause") : say("pausedClickToRecord")}
        pressed={recording}
        disabled={status === null}
        onClick={() => store.record(!recording)}
      />
      <ToolButton
        label={say("clear")}
        icon={<Icon name="clear" />}
        hint={say("clearTakeAwayAllRows")}
        disabled={status === null}
        onClick={() => store.clear()}
      />
      <ToolButton
        label={say("preserve")}
        icon={<Icon name="preserve" />}
        hint={preserve ? say("rowsStayWhenThePage") : say("rowsAreClearedWhenThe")}
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
          label={say("backToLive")}
          class="is-worded"
          icon={<Icon name="back" />}
          hint={say("backToTheSessionThat")}
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
