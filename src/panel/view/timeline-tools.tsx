import type { ReadonlySignal, Signal } from "@preact/signals";
import type { EpochMs } from "../../core/units.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";
import { ToolButton } from "./tool-button.tsx";

interface TimelineToolsProps {
  /** What is under the pointer, or where the keys are. */
  readonly said: ReadonlySignal<string>;
  /** Where the keys are. */
  readonly at: Signal<EpochMs | null>;
}

/** Zooming, and what is under the pointer. */
export function TimelineTools({ said, at }: TimelineToolsProps) {
  const store = usePanel();
  const { window } = store.timeline;
  const status = store.status.value;
  const isLive = status?.session.live === true && status.recording;
  return (
    <div class="timeline-tools">
      <ToolButton
        class="is-iconic"
        label="Zoom in"
        hint="Zoom in (+, or Ctrl and the wheel)"
        icon={<Icon name="plus" />}
        onClick={() => window.zoom(2, at.peek())}
      />
      <ToolButton
        class="is-iconic"
        label="Zoom out"
        hint="Zoom out (−)"
        icon={<Icon name="minus" />}
        onClick={() => window.zoom(0.5, at.peek())}
      />
      <button
        type="button"
        class="button is-small"
        aria-pressed={window.isAll.value}
        onClick={() => window.showAll()}
      >
        All
      </button>
      {isLive && (
        <button
          type="button"
          class="button is-small"
          aria-pressed={window.follows.value}
          title="Keep the present in view"
          onClick={() => window.follow()}
        >
          Follow
        </button>
      )}
      <span class="timeline-said" role="status">
        {said.value || <Legend />}
      </span>
    </div>
  );
}

function Legend() {
  return (
    <span class="is-dim">
      <span class="is-sent">↑ sent</span> <span class="is-received">↓ received</span> · drag to select a time
    </span>
  );
}
