import { say, sayParts } from "../../core/text/say.ts";
import { LanguageSetting } from "./language-setting.tsx";
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
  /** Leads to another dialog, which takes this one's place. */
  const linkTo = (name: string, open: () => void) => (
    <button
      type="button"
      class="link"
      onClick={() => {
        store.settingsShown.value = false;
        open();
      }}
    >
      {name}
    </button>
  );
  return (
    <ModalDialog
      label={say("settings")}
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
        {say("recordWhileAnotherDevtoolsPanel")}
      </label>
      <p class="setting-note" id="setting-hidden">
        {say("otherwiseRecordingPausesWhileYou")}
      </p>
      <p class="setting-note">
        {sayParts("also", {
          button: linkTo(say("allKeys"), () => {
            store.keysShown.value = true;
          }),
        })}
      </p>
      <p class="setting-note">
        {sayParts("ownDecodersSay", {
          link: linkTo(say("ownDecoders"), () => {
            store.ownDecoders.open();
          }),
        })}
      </p>
      <p class="setting-note">
        {sayParts("schemasSay", {
          link: linkTo(say("schemas"), () => {
            store.schemas.shown.value = true;
          }),
        })}
      </p>
      {capture !== null && <SiteSettings settings={capture} />}
      {capture !== null && <LimitSettings settings={capture} />}
      <LanguageSetting />
      <p class="setting-note is-apart">{say("everythingThatIsRecordedStays")}</p>
    </ModalDialog>
  );
}
