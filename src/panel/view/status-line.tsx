import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import type { EngineStatus } from "../../core/wire/engine-api.ts";
import { isStream } from "../store/connection-groups.ts";
import { usePanel } from "./panel-context.ts";
import { SiteState } from "./site-state.tsx";

/** How much there is, and what is lost. */
export function StatusLine() {
  const store = usePanel();
  const status = store.status.value;
  return (
    <footer class="status-line">{status !== null && store.isOpen.value && <Facts status={status} />}</footer>
  );
}

function Facts({ status }: { status: EngineStatus }) {
  const { session, recording } = status;
  return (
    <>
      <span>{formatQuantity(status.connections.filter(isStream).length, "connection")}</span>
      <span>{formatQuantity(status.messages, "message")}</span>
      {status.requests > 0 && <span>{formatQuantity(status.requests, "request")}</span>}
      <span>
        {formatBytes(status.receivedBytes)} ↓ {formatBytes(status.sentBytes)} ↑
      </span>
      {!session.live && session.id !== "" && session.kept === "disk" && <span>stored session</span>}
      <span class={status.dropped > 0 ? "is-troubled" : ""}>{formatCount(status.dropped)} dropped</span>
      {status.hookFailures > 0 && (
        <span class="is-troubled">{formatQuantity(status.hookFailures, "error")} of Duplex in the page</span>
      )}
      {session.live && status.bodiesPaused && (
        <span
          class="is-noted"
          title="While sockets are busy, Firefox’s network log is not listened to: it would slow the page down the more messages there are. Requests are listed with their headers all the same."
        >
          bodies of requests not kept while sockets are busy
        </span>
      )}
      {session.kept === "memory" && (
        <span class="is-noted">
          kept in memory only{status.privateWindow ? " (private window)" : ", gone when DevTools closes"}
        </span>
      )}
      {session.live && <SiteState recording={recording} />}
    </>
  );
}
