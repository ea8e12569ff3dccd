import { useComputed, useSignal } from "@preact/signals";
import { formatCount } from "../../core/format/format-count.ts";
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

/** What this browser does not show, where one would look for it. */
function WhatIsUnseen() {
  const { host } = usePanel();
  if (host.browser === "firefox") {
    return (
      <p class="unseen-note" title={`${FIREFOX_WORKERS} ${UNHEARD_EVENTS}`}>
        WebSockets of blob: and data: workers: handshakes only.
      </p>
    );
  }
  return (
    <div class="unseen-note" title={`${CHROMIUM_WORKERS} ${UNHEARD_EVENTS}`}>
      Workers’ WebSockets appear when they close. <ReadLogButton label="Look for open ones" />
    </div>
  );
}

const CHROMIUM_WORKERS =
  "Dedicated workers’ WebSockets come from the browser’s network log, those of shared and service workers do not.";
const FIREFOX_WORKERS =
  "Duplex is in workers whose script comes from a server and that this page started while DevTools was open. Firefox lets no extension into blob: and data: workers: their WebSockets have a handshake and no messages. Nothing is seen of service workers.";
const UNHEARD_EVENTS =
  "Server-Sent Events whose type no listener of the page waits for are not visible either.";
