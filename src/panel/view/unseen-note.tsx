import { isTrustworthy } from "../../core/model/is-trustworthy.ts";
import { DeepSwitch } from "./deep-switch.tsx";
import { usePanel } from "./panel-context.ts";
import { ReadLogButton } from "./read-log-button.tsx";
import { ServiceWorkersButton } from "./service-workers-button.tsx";

/** Below the list of connections: what this browser does not show. */
export function UnseenNote() {
  const { host, status } = usePanel();
  if (host.browser === "firefox") {
    if (status.value?.page && !isTrustworthy(status.value.page)) {
      return (
        <p class="unseen-note" title={`${INSECURE_WORKERS} ${UNHEARD_EVENTS}`}>
          Workers’ WebSockets on a page without https: handshakes only.
        </p>
      );
    }
    return (
      <div class="unseen-note" title={`${FIREFOX_WORKERS} ${UNHEARD_EVENTS}`}>
        WebSockets of blob: and data: workers: handshakes only. <ServiceWorkersButton />
      </div>
    );
  }
  const deep = status.value?.deep.state ?? "absent";
  return (
    <div class="unseen-note" title={deep === "absent" ? `${CHROMIUM_WORKERS} ${UNHEARD_EVENTS}` : undefined}>
      {deep !== "absent" && <DeepSwitch />}
      {deep !== "on" && (
        <>
          Workers’ WebSockets appear when they close. <ReadLogButton label="Look for open ones" />
        </>
      )}
    </div>
  );
}

/** On the first screen: what would not appear, however long one waits. */
export function UnseenHint() {
  const { host, status } = usePanel();
  if (host.browser === "firefox") return null;
  const deep = status.value?.deep.state ?? "absent";
  if (deep !== "absent") return <DeepSwitch />;
  return (
    <p class="is-dim">
      WebSockets of shared workers do not appear: Chrome tells of them to its debugger alone, which Duplex’s
      Deep capture build asks.
    </p>
  );
}

const CHROMIUM_WORKERS =
  "WebSockets of dedicated and service workers come from the browser’s network log, those of shared workers do not: Duplex’s Deep capture build shows them.";
const FIREFOX_WORKERS =
  "Duplex is in workers whose script comes from a server and that this page started while DevTools was open. Firefox lets no extension into blob: and data: workers: their WebSockets have a handshake and no messages.";
const INSECURE_WORKERS =
  "Of pages that are not loaded by https (or from this machine), Firefox does not tell which scripts are those of workers, so that Duplex is in none of them.";
const UNHEARD_EVENTS =
  "Server-Sent Events whose type no listener of the page waits for are not visible either.";
