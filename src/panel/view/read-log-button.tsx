import { usePanel } from "./panel-context.ts";

/** Reads the browser's network log, which Chromium gives only whole. */
export function ReadLogButton({ label }: { label: string }) {
  const store = usePanel();
  return (
    <button
      type="button"
      class="button"
      disabled={store.readingLog.value}
      title="Chromium copies its whole network log for this, with every frame of every WebSocket in it: about 1 s for 200,000 frames, in which DevTools stands still. The page does not."
      onClick={() => store.readNetworkLog()}
    >
      {store.readingLog.value ? "Reading…" : label}
    </button>
  );
}
