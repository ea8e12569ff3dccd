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
      <label title={HINT}>
        <input
          type="checkbox"
          checked={settings.deep}
          onChange={(event) => capture.change({ deep: event.currentTarget.checked })}
        />
        Deep capture
      </label>
      <span role="status" class={deep.state === "lost" ? "is-warned" : ""}>
        {sentenceOf(deep, settings.deep)}
      </span>
    </div>
  );
}

const HINT =
  "The browser’s own debugger tells Duplex of every worker’s WebSockets while they happen, of handshakes at once, and of Server-Sent Events that nobody listens to. While it is on, the browser shows a bar in every tab; cancelling that switches it off.";

function sentenceOf({ state, why }: DeepCapture, wanted: boolean): string {
  if (state === "on") return "Workers’ WebSockets are told as they happen.";
  if (state === "lost") return wanted ? `Not now: ${why}` : `Off: ${why}`;
  return wanted ? "Beginning…" : "Shows what shared workers say, too.";
}
