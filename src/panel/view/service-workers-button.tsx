import { usePanel } from "./panel-context.ts";

/** Firefox: service workers of the page's site are told by their handshakes alone, unless the user asks for more. */
export function ServiceWorkersButton() {
  const { capture } = usePanel();
  const here = capture.page.value;
  if (here === null || !here.on) return null;
  const on = here.serviceWorkers;
  return (
    <>
      Service workers’: {on ? "watched from their next update on." : "handshakes only."}{" "}
      <button
        type="button"
        class="button"
        title={on ? UNWATCH : WATCH}
        onClick={() => capture.watchServiceWorkers(!on)}
      >
        {on ? "Leave service workers alone" : "Watch service workers"}
      </button>
    </>
  );
}

const WATCH =
  "While DevTools is open, Firefox gets the scripts of this site’s service workers with Duplex in front. These are other bytes: the browser installs the worker again, as an update, when it next looks for one (after a reload). It stays until the next update after you leave them alone.";
const UNWATCH =
  "Firefox gets the scripts of this site’s service workers as they are, and installs them again as an update when it next looks for one (after a reload).";
