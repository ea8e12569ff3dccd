// biome-ignore-all lint/a11y/noStaticElementInteractions: an option of a list may hold no control; its keys are the list's
// biome-ignore-all lint/a11y/useKeyWithClickEvents: an option of a list may hold no control; its keys are the list's
import type { Finding } from "../../core/analysis/finding.ts";
import { formatAge } from "../../core/format/format-age.ts";
import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatClose } from "../../core/format/format-close.ts";
import { formatKind, formatKindName, formatState, isTroubled } from "../../core/format/format-connection.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatExactBytes } from "../../core/format/format-exact-bytes.ts";
import { formatRate } from "../../core/format/format-rate.ts";
import { shortenQuery, splitUrl } from "../../core/format/format-url.ts";
import { say } from "../../core/text/say.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";
import { type ConnectionItemLine, isOfNetwork } from "../store/connection-groups.ts";
import type { ConnectionRate } from "../store/connection-rates.ts";
import { ConnectionHealth } from "./connection-health.tsx";
import { KindIcon } from "./icons.tsx";
import { Sparkline } from "./sparkline.tsx";

interface ConnectionItemProps {
  readonly line: ConnectionItemLine;
  readonly rate: ConnectionRate | undefined;
  /** Of the line that shows the rate; null before the first layout. */
  readonly colour: string | null;
  /** While it is being recorded: what is open gets older. */
  readonly live: boolean;
  /** What ails it most. */
  readonly finding: Finding | null;
  readonly onToggle: () => void;
  readonly onShowFindings: () => void;
}

/** One connection in two lines: what it is and how it stands, then how much there was; several that were one after the other in one. */
export function ConnectionItem(props: ConnectionItemProps) {
  const { line, rate, colour, live, finding, onToggle, onShowFindings } = props;
  const { connection, chain, open } = line;
  const { kind, url, method, speaks } = connection;
  const { path, query, host } = splitUrl(url);
  const isElsewhere = host !== splitUrl(connection.frameUrl ?? "").host;
  const type = connection.stream === null ? "" : `\n${connection.stream.contentType}`;
  const hint = `${formatKindName(kind)} ${method ?? ""} ${url}`.replace(/\s+/g, " ") + type;
  const perSecond = rate?.perSecond ?? 0;
  return (
    <>
      <KindIcon kind={kind} />
      <span class="connection-line" title={hint}>
        {chain.length > 1 && (
          <span
            class="chain-button"
            title={say("connectedTimesOneAfterThe", { chain: formatCount(chain.length) })}
            onClick={(event) => {
              event.stopPropagation();
              onToggle();
            }}
          >
            <span class={`twist ${open ? "is-open" : "is-closed"}`} aria-hidden="true" />
            <span aria-hidden="true">×{formatCount(chain.length)}</span>
            <span class="unseen">{say("connectionsOneAfterTheOther", { chain: chain.length })}</span>
          </span>
        )}
        <span class="connection-kind">
          {kind === "http" ? (method ?? "http") : formatKind(kind)}
          {kind === "fetch-stream" && method !== null && method !== "GET" && ` ${method}`}
        </span>
        <span class="connection-url">
          <bdi class="connection-path">{path}</bdi>
          {query !== "" && <bdi>{shortenQuery(query)}</bdi>}
          {isElsewhere && host !== "" && " "}
          {isElsewhere && host !== "" && <bdi class="connection-host">{host}</bdi>}
        </span>
        {perSecond > 0 && <span class="connection-rate" data-rate={formatRate(perSecond)} />}
        <State connection={connection} live={live} />
      </span>
      {finding !== null && <ConnectionHealth finding={finding} onShow={onShowFindings} />}
      <span class="connection-traffic">
        <TrafficOf chain={chain} />
        {speaks !== null && speaks.length > 0 && (
          <span class="connection-speaks" title={speaks.map(({ name }) => name).join(" → ")}>
            {speaks.at(-1)?.name}
          </span>
        )}
        {colour !== null && rate?.counts.some((it) => it > 0) && (
          <Sparkline counts={rate.counts} colour={colour} />
        )}
      </span>
    </>
  );
}

function State({ connection, live }: { connection: ConnectionView; live: boolean }) {
  const isOpened = isHandshakeAlone(connection) && connection.state === "open";
  const age =
    live && connection.state === "open" ? formatAge(Date.now() - (connection.openedAt ?? Infinity)) : "";
  const state = isOpened ? say("openedWord") : `${formatState(connection)} ${age}`.trim();
  // Requests have none. An empty text would be written anew with every state.
  if (state === "") return null;
  return (
    <span
      title={closeHint(connection)}
      class={`connection-state is-${connection.state} ${isTroubled(connection) ? "is-troubled" : ""}`}
    >
      {state}
    </span>
  );
}

function TrafficOf({ chain }: { chain: readonly ConnectionView[] }) {
  if (chain.every(isHandshakeAlone)) {
    return <span title={say("theBrowserTellsOfThis")}>{say("handshakeOnly")}</span>;
  }
  const sum = (of: (it: ConnectionView) => number) => chain.reduce((all, it) => all + of(it), 0);
  const dropped = sum((it) => it.dropped);
  return (
    <>
      <Traffic arrow="↑" word="sent" count={sum((it) => it.sent)} bytes={sum((it) => it.sentBytes)} />
      <Traffic
        arrow="↓"
        word="received"
        count={sum((it) => it.received)}
        bytes={sum((it) => it.receivedBytes)}
      />
      {dropped > 0 && <span class="is-troubled">{say("notKept", { dropped: formatCount(dropped) })}</span>}
    </>
  );
}

function isHandshakeAlone(connection: ConnectionView): boolean {
  const { handshake, sent, received } = connection;
  return isOfNetwork(connection) && handshake !== null && sent + received === 0;
}

function closeHint({ kind, close, openedAt }: ConnectionView): string | undefined {
  return kind === "http" || close === null ? undefined : formatClose(close, openedAt);
}

interface TrafficProps {
  readonly arrow: string;
  readonly word: "sent" | "received";
  readonly count: number;
  readonly bytes: number;
}

function Traffic({ arrow, word, count, bytes }: TrafficProps) {
  return (
    <span
      class="traffic"
      title={say("trafficCount", {
        count: formatCount(count),
        word: say(word),
        bytes: formatExactBytes(bytes),
      })}
    >
      <span class={count > 0 ? `is-${word}` : ""}>
        <span aria-hidden="true">{arrow}</span>
        <span class="unseen">{say(word)} </span>
        {formatCount(count)}
      </span>
      {count > 0 && <span class="traffic-bytes"> · {formatBytes(bytes)}</span>}
    </span>
  );
}
