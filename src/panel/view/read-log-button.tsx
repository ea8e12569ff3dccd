import { say } from "../../core/text/say.ts";
import { usePanel } from "./panel-context.ts";

/** Reads the browser's network log, which Chromium gives only whole. */
export function ReadLogButton({ label }: { label: string }) {
  const store = usePanel();
  return (
    <button
      type="button"
      class="button"
      disabled={store.readingLog.value}
      title={say("chromiumCopiesItsWholeNetwork")}
      onClick={() => store.readNetworkLog()}
    >
      {store.readingLog.value ? say("readingLog") : label}
    </button>
  );
}
