import { LimitSettings } from "./limit-settings.tsx";
import { ModalDialog } from "./modal-dialog.tsx";
import { usePanel } from "./panel-context.ts";
import { SiteSettings } from "./site-settings.tsx";

/** What can be set, and what is never done with the data. */
export function SettingsDialog() {
  const store = usePanel();
  const settings = store.status.value?.settings;
  const capture = store.capture.settings.value;
  if (!store.settingsShown.value || settings === undefined) return null;
  return (
    <ModalDialog
      label="Settings"
      onClose={() => {
        store.settingsShown.value = false;
      }}
    >
      <label class="setting">
        <input
          type="checkbox"
          checked={settings.recordWhileHidden}
          aria-describedby="setting-hidden"
          onChange={(event) => store.changeSettings({ recordWhileHidden: event.currentTarget.checked })}
        />
        Record while another DevTools panel is shown
      </label>
      <p class="setting-note" id="setting-hidden">
        Otherwise recording pauses while you look at another panel, and the list has a mark where it did.
      </p>
      <p class="setting-note">
        <button
          type="button"
          class="link"
          onClick={() => {
            store.settingsShown.value = false;
            store.keysShown.value = true;
          }}
        >
          All keys
        </button>{" "}
        (also: ?)
      </p>
      {capture !== null && <SiteSettings settings={capture} />}
      {capture !== null && <LimitSettings settings={capture} />}
      <p class="setting-note is-apart">
        Everything that is recorded stays in this browser on this machine. Nothing is sent anywhere; in
        private windows nothing is written to disk.
      </p>
    </ModalDialog>
  );
}
