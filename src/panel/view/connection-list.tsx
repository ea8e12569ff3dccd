import { useComputed, useSignal } from "@preact/signals";
import { formatCount } from "../../core/format/format-count.ts";
import { isTrustworthy } from "../../core/model/is-trustworthy.ts";
import { groupConnections } from "../store/connection-groups.ts";
import { ConnectionListbox } from "./connection-listbox.tsx";
import { usePanel } from "./panel-context.ts";
import { ReadLogButton } from "./read-log-button.tsx";

/** The connections, which are the scope of all else; the page's own files below, out of the way. */
export function ConnectionList() {
  const store = usePanel();
  const groups = useComputed(() => groupConnections(store.status.value?.connections ?? []));
  const lines = useComputed(() => groups.value.lines);
  const files = useComputed(() => groups.value.files);
  const filesShown = useSignal(false);
  const count = files.value.length;
  return (
    <div class="connection-pane">
      <ConnectionListbox label="Connections" lines={lines} />
      {count > 0 && (
        <button
          type="button"
          class="files-button"
          aria-expanded={filesShown.value}
          title="Scripts, styles, images and documents that the page was made of"
          onClick={() => {
            filesShown.value = !filesShown.peek();
          }}
        >
          <span class={`twist ${filesShown.value ? "is-open" : "is-closed"}`} aria-hidden="true" />
          Page files <span class="group-note">{formatCount(count)}</span>
        </button>
      )}
      {count > 0 && filesShown.value && <ConnectionListbox label="Page files" lines={files} />}
      {store.status.value?.session.live && <WhatIsUnseen />}
    </div>
  );
}

/** Service workers of the page's site: told by their handshakes alone, unless the user asks for more. */
function ServiceWorkersButton() {
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

/** What this browser does not show, where one would look for it. */
function WhatIsUnseen() {
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
  return (
    <div class="unseen-note" title={`${CHROMIUM_WORKERS} ${UNHEARD_EVENTS}`}>
      Workers’ WebSockets appear when they close. <ReadLogButton label="Look for open ones" />
    </div>
  );
}

const CHROMIUM_WORKERS =
  "WebSockets of dedicated and service workers come from the browser’s network log, those of shared workers do not.";
const FIREFOX_WORKERS =
  "Duplex is in workers whose script comes from a server and that this page started while DevTools was open. Firefox lets no extension into blob: and data: workers: their WebSockets have a handshake and no messages.";
const INSECURE_WORKERS =
  "Of pages that are not loaded by https (or from this machine), Firefox does not tell which scripts are those of workers, so that Duplex is in none of them.";
const UNHEARD_EVENTS =
  "Server-Sent Events whose type no listener of the page waits for are not visible either.";
