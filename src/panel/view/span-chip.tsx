import { formatDuration } from "../../core/format/format-duration.ts";
import { formatTime } from "../../core/format/format-time.ts";
import { say } from "../../core/text/say.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";

/** The stretch of time that all tabs are limited to, where there is one; it can be taken away. */
export function SpanChip() {
  const store = usePanel();
  const span = store.span.value;
  if (span === null) return null;
  const text = `${formatTime(span.from)} – ${formatTime(span.until)}`;
  return (
    <span class="chip" title={`${text}\n${say("onlyWhatHappenedInThis")}`}>
      <span class="chip-text">
        <span class="chip-times">{text} · </span>
        <span class="is-dim">{formatDuration(span.until - span.from)}</span>
      </span>
      <button
        type="button"
        class="chip-clear"
        aria-label={say("showAllTimes")}
        title={say("showAllTimes")}
        onClick={() => store.setSpan(null)}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}
