import { type Signal, useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { type PlainKey, say, sayParts } from "../../core/text/say.ts";
import { CONNECTION_SORTS, type ConnectionSort, groupConnections } from "../store/connection-groups.ts";
import { ConnectionListbox } from "./connection-listbox.tsx";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";
import { UnseenNote } from "./unseen-note.tsx";

const SORT_NAMES: Readonly<Record<ConnectionSort, PlainKey>> = {
  opened: "firstOpened",
  latest: "lastOpened",
  address: "address",
  messages: "messages",
  bytes: "bytes",
};

/** The connections, which are the scope of all else; the page's own files below, out of the way. */
export function ConnectionList() {
  const store = usePanel();
  const { analysis, order } = store;
  const { connections: sort, files: filesShown, toggleChain } = order;
  useEffect(() => analysis.watchFindings(), [analysis]);
  const groups = useComputed(() =>
    groupConnections(store.status.value?.connections ?? [], { sort: sort.value, open: order.chains.value }),
  );
  const lines = useComputed(() => groups.value.lines);
  const files = useComputed(() => groups.value.files);
  const count = files.value.length;
  return (
    <div class="connection-pane">
      <ConnectionListbox
        label={say("connections")}
        lines={lines}
        onToggle={toggleChain}
        corner={lines.value.length > 3 ? <ConnectionOrder sort={sort} /> : undefined}
      />
      <div class="connections-foot">
        {count > 0 && (
          <button
            type="button"
            class="files-button"
            aria-expanded={filesShown.value}
            title={say("scriptsStylesImagesAndDocuments")}
            onClick={() => {
              filesShown.value = !filesShown.peek();
            }}
          >
            <span class={`twist ${filesShown.value ? "is-open" : "is-closed"}`} aria-hidden="true" />
            {sayParts("pageFilesCount", { span: <span class="group-note">{formatCount(count)}</span> })}
          </button>
        )}
        {store.status.value?.session.live && <UnseenNote />}
      </div>
      {count > 0 && filesShown.value && (
        <ConnectionListbox label={say("pageFiles")} lines={files} onToggle={toggleChain} />
      )}
    </div>
  );
}

function ConnectionOrder({ sort }: { sort: Signal<ConnectionSort> }) {
  return (
    <span class="connection-sort">
      <Icon name="sort" />
      <select
        aria-label={say("orderOfTheConnections")}
        title={say("orderOfTheConnections")}
        value={sort.value}
        onChange={(event) => {
          sort.value = event.currentTarget.value as ConnectionSort;
        }}
      >
        {CONNECTION_SORTS.map((it) => (
          <option key={it} value={it}>
            {say(SORT_NAMES[it])}
          </option>
        ))}
      </select>
    </span>
  );
}
