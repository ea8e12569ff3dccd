import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";
import { ToolButton } from "./tool-button.tsx";

/** One click: rows that only say that somebody is still there, or all. It is a word of the filter, no more. */
export function HideHeartbeats() {
  const store = usePanel();
  const isHidden = store.heartbeatsHidden.value;
  return (
    <ToolButton
      label="Hide heartbeats"
      class="is-iconic"
      icon={<Icon name="heartbeat" />}
      hint={
        isHidden
          ? "Heartbeats are hidden (-is:heartbeat). Click to show them"
          : "Hide heartbeats: pings, pongs and what else only says that somebody is still there"
      }
      pressed={isHidden}
      onClick={() => store.toggleHeartbeats()}
    />
  );
}
