import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { say } from "../../core/text/say.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
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
  const isSilent = usePanel().isSilent.value;
  const { session, recording } = status;
  return (
    <>
      <span>{formatQuantity(status.connections.filter(isStream).length, "connection")}</span>
      <span>{formatQuantity(status.messages, "message")}</span>
      {status.requests > 0 && <span>{formatQuantity(status.requests, "request")}</span>}
      <span>
        {formatBytes(status.receivedBytes)} ↓ {formatBytes(status.sentBytes)} ↑
      </span>
      {!session.live && session.id !== "" && session.kept === "disk" && <span>{say("storedSession")}</span>}
      {isSilent ? (
        <span class="is-troubled">{say("lastHeard")}</span>
      ) : (
        <span class={status.dropped > 0 ? "is-troubled" : ""}>
          {say("dropped", { dropped: formatCount(status.dropped) })}
        </span>
      )}
      {status.hookFailures > 0 && (
        <span class="is-troubled">
          {say("ofDuplexInThePage", { hookfailures: formatQuantity(status.hookFailures, "error") })}
        </span>
      )}
      {session.live && status.bodiesPaused && (
        <span class="is-noted" title={say("whileSocketsAreBusyFirefoxs")}>
          {say("bodiesOfRequestsNotKept")}
        </span>
      )}
      {session.kept === "memory" && (
        <span class="is-noted">
          {say("keptInMemoryOnly", {
            privatewindow: status.privateWindow ? ` ${say("privateWindow")}` : say("goneWhenDevtoolsCloses"),
          })}
        </span>
      )}
      {session.live && <SiteState recording={recording} />}
    </>
  );
}
