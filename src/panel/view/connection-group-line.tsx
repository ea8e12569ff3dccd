import { formatFrame, formatScript } from "../../core/format/format-frame.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { say } from "../../core/text/say.ts";
import type { ConnectionLine } from "../store/connection-groups.ts";
import { Icon } from "./icons.tsx";

/** The heading of a group of connections: whose they are. */
export function GroupLine({ line }: { line: Extract<ConnectionLine, { type: "group" }> }) {
  const { of, origin, url, frame, network, count } = line;
  if (of === "requests") {
    return (
      <div class="connection-group" role="presentation">
        <span class="group-origin">{say("httpRequests")}</span>
        <span class="group-note">{formatQuantity(count, "endpoint")}</span>
      </div>
    );
  }
  if (of === "network") {
    return (
      <div
        class="connection-group"
        role="presentation"
        title={[url, say("noPageThatDuplexWatches")].filter(Boolean).join("\n")}
      >
        <span class="group-origin">
          <bdi>{url ? formatScript(url) : say("notByDuplexHook")}</bdi>
        </span>
        <span class="group-note">{network}</span>
      </div>
    );
  }
  const known = frame ?? { url, origin, top: of === "page", worker: null, seen: null };
  const { name, kind, contradiction } = formatFrame(known);
  const startedBy = of === "worker" && known.seen?.url ? say("startedByUrl", { url: known.seen.url }) : "";
  const address = of === "worker" ? url : known.seen?.url || url || origin;
  const hint = [address, startedBy, contradiction].filter(Boolean).join("\n");
  return (
    <div class="connection-group" role="presentation" title={hint}>
      <span class="group-origin">
        {contradiction !== "" && <Icon name="warning" />}
        {name}
        {name === say("opaqueOrigin") && url !== null && (
          <bdi class="group-note"> {url.slice(0, URL_LENGTH)}</bdi>
        )}
      </span>
      <span class="group-note">{origin ? kind : ""}</span>
    </div>
  );
}

/** Signs of an address: a data: URL is a whole document. */
const URL_LENGTH = 200;
