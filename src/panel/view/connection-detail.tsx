// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
import { formatCloseCode } from "../../core/format/format-close-code.ts";
import { formatClosedBy, formatKindName, formatState } from "../../core/format/format-connection.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatFrame } from "../../core/format/format-frame.ts";
import { formatAccept, formatHandshake } from "../../core/format/format-handshake.ts";
import { formatExactTime } from "../../core/format/format-time.ts";
import { formatShortUrl } from "../../core/format/format-url.ts";
import { say } from "../../core/text/say.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";
import { isOfNetwork, nameOfNetwork, toFrame } from "../store/connection-groups.ts";
import { AnswerSection } from "./answer-view.tsx";
import { Facts } from "./facts.tsx";
import { HeaderList } from "./header-list.tsx";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";
import { ProtocolSection } from "./protocol-section.tsx";
import { ReadLogButton } from "./read-log-button.tsx";
import { ReconnectSection } from "./reconnect-section.tsx";

/** All that is known of the chosen connection, while no row is selected. */
export function ConnectionDetail({ connection }: { connection: ConnectionView }) {
  const store = usePanel();
  return (
    <section
      class="detail"
      aria-label={say("connection")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        // Chromium's DevTools would open its drawer.
        event.stopPropagation();
        store.hideConnection();
        document.querySelector<HTMLElement>(".connections")?.focus();
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
            aria-label={say("closeTheConnectionsFacts")}
            title={say("closeEsc")}
            onClick={() => store.hideConnection()}
          >
            <Icon name="close" />
          </button>
        </div>
      </header>
      <section class="detail-scroll" aria-label={say("factsOf")} tabIndex={0}>
        <AnswerSection />
        <Facts facts={factsOf(connection)} />
        {connection.close !== null && <Ending connection={connection} />}
        {connection.kind !== "http" && <ReconnectSection connection={connection} />}
        {connection.kind !== "http" && <ProtocolSection connection={connection} />}
        {connection.kind === "eventsource" && <UnheardSection />}
        {connection.kind === "websocket" && <HandshakeSection connection={connection} />}
      </section>
    </section>
  );
}

type Fact = readonly [term: string, value: string];

function factsOf(connection: ConnectionView): Fact[] {
  const { url, kind, createdAt, openedAt } = connection;
  const facts: Fact[] = [["URL", url === "" ? say("notKnownItsOpeningWas") : url]];
  if (kind === "http") return facts;
  facts.push([say("state"), formatState(connection)], [say("openedBy"), openedBy(connection)]);
  if (connection.asStream) facts.push([say("openedWith"), "new WebSocketStream()"]);
  const startedBy = connection.frameWorker === null ? "" : (connection.frameSeen?.url ?? "");
  if (startedBy !== "") facts.push([say("startedBy"), startedBy]);
  const { contradiction } = formatFrame(toFrame(connection));
  if (contradiction !== "") facts.push([say("whoseWord"), contradiction]);
  if (!connection.assumed) facts.push([say("created"), formatExactTime(createdAt)]);
  if (openedAt !== null && !connection.assumed) {
    facts.push([say("openAfter"), formatDuration(openedAt - createdAt)]);
  }
  return facts;
}

function openedBy(connection: ConnectionView): string {
  const { frameUrl, frameSeen, frameWorker } = connection;
  if (isOfNetwork(connection)) {
    const who = say("aThatDuplexIsNot", { connection: nameOfNetwork(connection) });
    return [who, frameUrl, say("toldByTheBrowsersNetwork")].filter(Boolean).join(", ");
  }
  const { name, kind } = formatFrame(toFrame(connection));
  if (frameWorker !== null)
    return [kind.charAt(0).toUpperCase() + kind.slice(1), frameUrl].filter(Boolean).join(", ");
  const url = frameSeen?.url || frameUrl || "";
  return [`${name}${kind === "" ? "" : ` (${kind})`}`, url].filter(Boolean).join(" ");
}

function Ending({ connection }: { connection: ConnectionView }) {
  const { close, openedAt, createdAt } = connection;
  if (close === null) return null;
  const { code, reason, wasClean, by, at } = close;
  const text = code === null ? null : formatCloseCode(code);
  const lived: Fact = [
    openedAt === null ? say("failedAfter") : say("lived"),
    formatDuration(at - (openedAt ?? createdAt)),
  ];
  // Only a WebSocket ends by a Close frame, which has a code and a reason (RFC 6455 5.5.1).
  if (connection.kind !== "websocket") {
    return (
      <section>
        <h2>{say("end")}</h2>
        <Facts
          facts={[
            [say("endedBy"), formatClosedBy(by)],
            ...(reason === "" ? [] : [[say("reason"), reason] as const]),
            lived,
          ]}
        />
      </section>
    );
  }
  return (
    <section>
      <h2>{say("close")}</h2>
      <Facts
        facts={[
          [say("code"), code === null || text === null ? say("noneOf") : `${code} ${text.name}`],
          ...(text === null ? [] : [[say("meaning"), text.meaning] as const]),
          [say("reason"), reason === "" ? say("noneOf") : reason],
          [
            say("closedBy"),
            openedAt === null && by === "network" ? say("nobodyItWasNeverOpen") : formatClosedBy(by),
          ],
          [say("ending"), wasClean === null ? say("notKnown") : wasClean ? say("clean") : say("notClean")],
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
    return <p class="quiet">{say("eventsOfTypesThatNobody")}</p>;
  }
  const isDeep = host.browser === "chromium";
  return (
    <p class="quiet">
      {say("eventsOfTypesThatNobodyIn")}
      {isDeep && state === "absent" && ` ${say("duplexsDeepCaptureBuildShows")}`}
      {isDeep && state !== "absent" && ` ${say("deepCaptureBelowTheList")}`}
    </p>
  );
}

function HandshakeSection({ connection }: { connection: ConnectionView }) {
  const { handshake } = usePanel();
  const detail = handshake.value;
  if (connection.handshake === null) {
    return (
      <section>
        <h2>{say("handshake")}</h2>
        <Unseen connection={connection} />
      </section>
    );
  }
  if (detail === null) return null;
  const { record, accept } = detail;
  return (
    <>
      <section>
        <h2>{say("handshake")}</h2>
        <Facts facts={[...formatHandshake(record), ["Sec-WebSocket-Accept", formatAccept(accept)]]} />
      </section>
      <HeaderList title={say("responseHeaders")} headers={record.entry.response.headers} explained />
      <HeaderList title={say("requestHeaders")} headers={record.entry.request.headers} />
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
          [say("subprotocol"), protocol || say("noneAgreed")],
          [say("extensions"), extensions || say("noneAgreed")],
        ];
  const isLive = status.value?.session.live === true;
  const isOpen = connection.state !== "closed";
  return (
    <>
      {agreed.length > 0 && <Facts facts={agreed} />}
      <p class="quiet">
        {whyUnseen(host.browser, isLive, isOpen)}
        {host.browser === "chromium" && isLive && isOpen && <ReadLogButton label={say("readTheHandshake")} />}
      </p>
    </>
  );
}

function whyUnseen(browser: "chromium" | "firefox", isLive: boolean, isOpen: boolean): string {
  if (!isLive) return say("notVisibleItsHeadersWere");
  if (browser === "firefox") {
    return say("notVisibleYetFirefoxTells");
  }
  return isOpen ? `${say("notVisibleYetChromiumTells")} ` : say("notVisibleChromiumTellsOnly");
}
