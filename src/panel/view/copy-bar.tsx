import { formatCount } from "../../core/format/format-count.ts";
import { say } from "../../core/text/say.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";

/** How far copying has come, what was copied, and what of it is missing. */
export function CopyBar() {
  const { copying } = usePanel();
  const state = copying.state.value;
  if (state === null) return <div class="copy-bar is-empty" role="status" />;
  return (
    <div class={`copy-bar ${state.state === "done" && !state.isWhole ? "is-partly" : ""}`} role="status">
      {state.state === "reading" ? (
        <>
          <progress max={state.total} value={state.done} aria-label={say("copying")} />
          <span class="copy-says">
            {say("ofRowsRead", { done: formatCount(state.done), total: formatCount(state.total) })}
          </span>
          <button type="button" class="button" onClick={() => copying.stop()}>
            {say("stop")}
          </button>
        </>
      ) : (
        <>
          <span class="copy-says">{state.state === "ready" ? say("allOfItIsRead") : state.says}</span>
          {state.state === "ready" && (
            <button type="button" class="button" onClick={() => void copying.give()}>
              {say("copyNow")}
            </button>
          )}
          <button
            type="button"
            class="button is-quiet is-icon"
            aria-label={say("close")}
            title={say("close")}
            onClick={() => copying.stop()}
          >
            <Icon name="close" />
          </button>
        </>
      )}
    </div>
  );
}
