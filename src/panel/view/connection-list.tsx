import { useComputed, useSignal } from "@preact/signals";
import { formatCount } from "../../core/format/format-count.ts";
import { groupConnections } from "../store/connection-groups.ts";
import { ConnectionListbox } from "./connection-listbox.tsx";
import { usePanel } from "./panel-context.ts";
import { UnseenNote } from "./unseen-note.tsx";

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
      {store.status.value?.session.live && <UnseenNote />}
    </div>
  );
}
