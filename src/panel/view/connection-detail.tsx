import { formatCloseCode } from "../../core/format/format-close-code.ts";
import { formatClosedBy, formatKindName, formatState } from "../../core/format/format-connection.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatFrame } from "../../core/format/format-frame.ts";
import { formatAccept, formatHandshake } from "../../core/format/format-handshake.ts";
import { formatExactTime } from "../../core/format/format-time.ts";
import { formatShortUrl } from "../../core/format/format-url.ts";
import type { ConnectionView } from "../../core/wire/engine-api.ts";
import { isOfNetwork, nameOfNetwork, toFrame } from "../store/connection-groups.ts";
import { Facts } from "./facts.tsx";
import { HeaderList } from "./header-list.tsx";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";
import { ProtocolSection } from "./protocol-section.tsx";
import { ReadLogButton } from "./read-log-button.tsx";

/** All that is known of the chosen connection, while no row is selected. */
export function ConnectionDetail({ connection }: { connection: ConnectionView }) {
  const store = usePanel();
  return (
    <section
      class="detail"
      aria-label="Connection"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        // Chromium's DevTools would open its drawer.
        event.stopPropagation();
        store.hideConnection();
      }}
    >
      <header class="detail-header">
        <div class="detail-line">
          <strong>{formatKindName(connection.kind)}</strong>
          <span class="detail-connection" title={connection.url}>
            <bdi>{formatShortUrl(connection.url)}</bdi>
          </span>
          <button
            type="button"
            class="button is-quiet is-icon"
            aria-label="Close the connection’s facts"
            title="Close (Esc)"
            onClick={() => store.hideConnection()}
          >
            <Icon name="close" />
          </button>
        </div>
      </header>
      <div class="detail-scroll">
        <Facts facts={factsOf(connection)} />
        {connection.close !== null && <Ending connection={connection} />}
        {connection.kind !== "http" && <ProtocolSection connection={connection} />}
        {connection.kind === "eventsource" && <UnheardSection />}
        {connection.kind === "websocket" && <HandshakeSection connection={connection} />}
      </div>
    </section>
  );
}

type Fact = readonly [term: string, value: string];

function factsOf(connection: ConnectionView): Fact[] {
  const { url, kind, createdAt, openedAt } = connection;
  const facts: Fact[] = [["URL", url === "" ? "not known: its opening was not seen" : url]];
  if (kind === "http") return facts;
  facts.push(["State", formatState(connection)], ["Opened by", openedBy(connection)]);
  if (connection.asStream) facts.push(["Opened with", "new WebSocketStream()"]);
  const startedBy = connection.frameWorker === null ? "" : (connection.frameSeen?.url ?? "");
  if (startedBy !== "") facts.push(["Started by", startedBy]);
  const { contradiction } = formatFrame(toFrame(connection));
  if (contradiction !== "") facts.push(["Whose word", contradiction]);
  if (!connection.assumed) facts.push(["Created", formatExactTime(createdAt)]);
  if (openedAt !== null && !connection.assumed) {
    facts.push(["Open after", formatDuration(openedAt - createdAt)]);
  }
  return facts;
}

function openedBy(connection: ConnectionView): string {
  const { frameUrl, frameSeen, frameWorker } = connection;
  if (isOfNetwork(connection)) {
    const who = `A ${nameOfNetwork(connection)} that Duplex is not in`;
    return [who, frameUrl, "told by the browser’s network side"].filter(Boolean).join(", ");
  }
  const { name, kind } = formatFrame(toFrame(connection));
  if (frameWorker !== null) return [`A ${kind}`, frameUrl].filter(Boolean).join(", ");
  const url = frameSeen?.url || frameUrl || "";
  return [`${name}${kind === "" ? "" : ` (${kind})`}`, url].filter(Boolean).join(" ");
}

function Ending({ connection }: { connection: ConnectionView }) {
  const { close, openedAt, createdAt } = connection;
  if (close === null) return null;
  const { code, reason, wasClean, by, at } = close;
  const text = code === null ? null : formatCloseCode(code);
  const lived: Fact = [
    openedAt === null ? "Failed after" : "Lived",
    formatDuration(at - (openedAt ?? createdAt)),
  ];
  // Only a WebSocket ends by a Close frame, which has a code and a reason (RFC 6455 5.5.1).
  if (connection.kind !== "websocket") {
    return (
      <section>
        <h3>End</h3>
        <Facts
          facts={[
            ["Ended by", formatClosedBy(by)],
            ...(reason === "" ? [] : [["Reason", reason] as const]),
            lived,
          ]}
        />
      </section>
    );
  }
  return (
    <section>
      <h3>Close</h3>
      <Facts
        facts={[
          ["Code", code === null || text === null ? "none" : `${code} ${text.name}`],
          ...(text === null ? [] : [["Meaning", text.meaning] as const]),
          ["Reason", reason === "" ? "none" : reason],
          ["Closed by", openedAt === null && by === "network" ? NEVER_OPEN : formatClosedBy(by)],
          ["Ending", wasClean === null ? "not known" : wasClean ? "clean" : "not clean"],
          lived,
        ]}
      />
    </section>
  );
}

/** An EventSource has events that nobody in the page is told of: whether they are here. */
function UnheardSection() {
  const { host, status } = usePanel();
  if (status.value?.session.live !== true) return null;
  const { state } = status.value.deep;
  if (state === "on") {
    return <p class="quiet">Events of types that nobody listens to are here, too: the browser tells them.</p>;
  }
  const isDeep = host.browser === "chromium";
  return (
    <p class="quiet">
      Events of types that nobody in the page listens to are not here: the browser does not tell them.
      {isDeep && state === "absent" && " Duplex’s Deep capture build shows them."}
      {isDeep && state !== "absent" && " Deep capture, below the list of connections, shows them."}
    </p>
  );
}

const NEVER_OPEN = "Nobody: it was never open";

function HandshakeSection({ connection }: { connection: ConnectionView }) {
  const { handshake } = usePanel();
  const detail = handshake.value;
  if (connection.handshake === null) {
    return (
      <section>
        <h3>Handshake</h3>
        <Unseen connection={connection} />
      </section>
    );
  }
  if (detail === null) return null;
  const { record, accept } = detail;
  return (
    <>
      <section>
        <h3>Handshake</h3>
        <Facts facts={[...formatHandshake(record), ["Sec-WebSocket-Accept", formatAccept(accept)]]} />
      </section>
      <HeaderList title="Response headers" headers={record.entry.response.headers} />
      <HeaderList title="Request headers" headers={record.entry.request.headers} />
    </>
  );
}

/** Why there is nothing to see, and what can be done about it. */
function Unseen({ connection }: { connection: ConnectionView }) {
  const { host, status } = usePanel();
  const { protocol, extensions } = connection;
  const agreed: Fact[] =
    protocol === null
      ? []
      : [
          ["Subprotocol", protocol || "none"],
          ["Extensions", extensions || "none"],
        ];
  const isLive = status.value?.session.live === true;
  const isOpen = connection.state !== "closed";
  return (
    <>
      {agreed.length > 0 && <Facts facts={agreed} />}
      <p class="quiet">
        {whyUnseen(host.browser, isLive, isOpen)}
        {host.browser === "chromium" && isLive && isOpen && <ReadLogButton label="Read the handshake" />}
      </p>
    </>
  );
}

function whyUnseen(browser: "chromium" | "firefox", isLive: boolean, isOpen: boolean): string {
  if (!isLive) return "Not visible: its headers were not recorded.";
  if (browser === "firefox") {
    return "Not visible (yet): Firefox tells of a handshake while it happens, and only of what began after DevTools was opened.";
  }
  return isOpen
    ? "Not visible yet: Chromium tells of a handshake when the connection is closed, or when asked. "
    : "Not visible: Chromium tells only of connections that were opened after DevTools was.";
}
