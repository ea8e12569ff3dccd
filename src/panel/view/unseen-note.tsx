import type { ComponentChildren } from "preact";
import { isTrustworthy } from "../../core/model/is-trustworthy.ts";
import { say, sayParts } from "../../core/text/say.ts";
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
        <p class="unseen-note" title={`${say("ofPagesThatAreNot")} ${say("serverSentEventsWhoseType")}`}>
          {say("workersWebsocketsOnAPage")}
        </p>
      );
    }
    return (
      <div class="unseen-note" title={`${say("duplexIsInWorkersWhose")} ${say("serverSentEventsWhoseType")}`}>
        {inSpans(sayParts("webSocketsOfBlobAndData", { serviceworkersbutton: <ServiceWorkersButton /> }))}
      </div>
    );
  }
  const deep = status.value?.deep.state ?? "absent";
  return (
    <div
      class="unseen-note"
      title={
        deep === "absent"
          ? `${say("webSocketsOfDedicatedAndService")} ${say("serverSentEventsWhoseType")}`
          : undefined
      }
    >
      {deep !== "absent" && <DeepSwitch />}
      {deep !== "on" && (
        <span>
          {inSpans(
            sayParts("workersWebsocketsAppearWhenThey", {
              readlogbutton: <ReadLogButton label={say("lookForOpenOnes")} />,
            }),
          )}
        </span>
      )}
    </div>
  );
}

/** Texts as elements: where all of it is one line they give way, and the button does not. */
function inSpans(parts: readonly ComponentChildren[]): ComponentChildren[] {
  return parts.map((it) =>
    typeof it === "string" ? (
      <span key={it} class="unseen-text" title={it.trim()}>
        {it}
      </span>
    ) : (
      it
    ),
  );
}

/** On the first screen: what would not appear, however long one waits. */
export function UnseenHint() {
  const { host, status } = usePanel();
  if (host.browser === "firefox") return null;
  const deep = status.value?.deep.state ?? "absent";
  if (deep !== "absent") return <DeepSwitch />;
  return <p class="is-dim">{say("webSocketsOfSharedWorkersDo")}</p>;
}
