import { say } from "../../core/text/say.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";

/** What the user must know, until they have seen it. */
export function NoticesBar() {
  const { notices } = usePanel();
  return (
    <div class="notices">
      {notices.notices.value.map(({ id, severity, text }) => (
        <div key={id} class={`notice is-${severity}`} role={severity === "info" ? "status" : "alert"}>
          <Icon name={severity === "info" ? "info" : "warning"} />
          <span class="notice-text">{text}</span>
          <button
            type="button"
            class="button is-quiet is-icon"
            aria-label={say("dismiss")}
            title={say("dismiss")}
            onClick={() => notices.dismiss(id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
