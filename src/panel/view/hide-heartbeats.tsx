import { say } from "../../core/text/say.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";
import { ToolButton } from "./tool-button.tsx";

/** One click: rows that only say that somebody is still there, or all. It is a word of the filter, no more. */
export function HideHeartbeats() {
  const store = usePanel();
  const isHidden = store.heartbeatsHidden.value;
  return (
    <ToolButton
      label={say("hideHeartbeats")}
      class="is-iconic"
      icon={<Icon name="heartbeat" />}
      hint={isHidden ? say("heartbeatsAreHiddenIsHeartbeat") : say("hideHeartbeatsPingsPongsAnd")}
      pressed={isHidden}
      onClick={() => store.toggleHeartbeats()}
    />
  );
}
