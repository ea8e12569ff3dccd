import { formatCount } from "../../core/format/format-count.ts";
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
          <progress max={state.total} value={state.done} aria-label="Copying" />
          <span class="copy-says">
            {formatCount(state.done)} of {formatCount(state.total)} rows read
          </span>
          <button type="button" class="button" onClick={() => copying.stop()}>
            Stop
          </button>
        </>
      ) : (
        <>
          <span class="copy-says">{state.state === "ready" ? "All of it is read." : state.says}</span>
          {state.state === "ready" && (
            <button type="button" class="button" onClick={() => void copying.give()}>
              Copy now
            </button>
          )}
          <button
            type="button"
            class="button is-quiet is-icon"
            aria-label="Close"
            title="Close"
            onClick={() => copying.stop()}
          >
            <Icon name="close" />
          </button>
        </>
      )}
    </div>
  );
}
