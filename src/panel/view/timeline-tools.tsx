import type { ReadonlySignal, Signal } from "@preact/signals";
import { say, sayParts } from "../../core/text/say.ts";
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
        label={say("zoomIn")}
        hint={say("zoomInOrCtrlAnd")}
        icon={<Icon name="plus" />}
        onClick={() => window.zoom(2, at.peek())}
      />
      <ToolButton
        class="is-iconic"
        label={say("zoomOut")}
        hint={say("zoomOutHint")}
        icon={<Icon name="minus" />}
        onClick={() => window.zoom(0.5, at.peek())}
      />
      <button
        type="button"
        class="button is-small"
        aria-pressed={window.isAll.value}
        onClick={() => window.showAll()}
      >
        {say("allTimes")}
      </button>
      {isLive && (
        <button
          type="button"
          class="button is-small"
          aria-pressed={window.follows.value}
          title={say("keepThePresentInView")}
          onClick={() => window.follow()}
        >
          {say("follow")}
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
      {sayParts("dragToSelectATime", {
        span: <span class="is-sent">{say("arrowSent")}</span>,
        span2: <span class="is-received">{say("arrowReceived")}</span>,
      })}
    </span>
  );
}
