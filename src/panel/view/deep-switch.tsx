import { say } from "../../core/text/say.ts";
import type { DeepCapture } from "../../core/wire/deep-capture.ts";
import { usePanel } from "./panel-context.ts";

/** Switches Deep capture, and says how it stands. */
export function DeepSwitch() {
  const { capture, status } = usePanel();
  const deep = status.value?.deep;
  const settings = capture.settings.value;
  if (deep === undefined || settings === null) return null;
  return (
    <div class="deep-switch">
      <label title={say("theBrowsersOwnDebuggerTells")}>
        <input
          type="checkbox"
          checked={settings.deep}
          onChange={(event) => capture.change({ deep: event.currentTarget.checked })}
        />
        {say("deepCapture")}
      </label>
      <span role="status" class={deep.state === "lost" ? "is-warned" : ""}>
        {sentenceOf(deep, settings.deep)}
      </span>
    </div>
  );
}

function sentenceOf({ state, why }: DeepCapture, wanted: boolean): string {
  if (state === "on") return say("workersWebsocketsAreToldAs");
  if (state === "lost") return wanted ? say("notNow", { why }) : say("off", { why });
  return wanted ? say("beginning") : say("showsWhatSharedWorkersSay");
}
