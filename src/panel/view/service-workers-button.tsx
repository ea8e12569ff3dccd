import { say } from "../../core/text/say.ts";
import { usePanel } from "./panel-context.ts";

/** Firefox: service workers of the page's site are told by their handshakes alone, unless the user asks for more. */
export function ServiceWorkersButton() {
  const { capture } = usePanel();
  const here = capture.page.value;
  if (here === null || !here.on) return null;
  const on = here.serviceWorkers;
  return (
    <>
      <span class="unseen-text">
        {say("serviceWorkers", { on: on ? say("watchedFromTheirNextUpdate") : say("handshakesOnly") })}
      </span>{" "}
      <button
        type="button"
        class="button"
        title={on ? say("firefoxGetsTheScriptsOf") : say("whileDevtoolsIsOpenFirefox")}
        onClick={() => capture.watchServiceWorkers(!on)}
      >
        {on ? say("leaveServiceWorkersAlone") : say("watchServiceWorkers")}
      </button>
    </>
  );
}
