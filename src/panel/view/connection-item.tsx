import { formatBytes, formatExactBytes } from "../../core/format/format-bytes.ts";
import { formatClose } from "../../core/format/format-close.ts";
import { formatKind, formatKindName, formatState, isTroubled } from "../../core/format/format-connection.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { splitUrl } from "../../core/format/format-url.ts";
import type { ConnectionView } from "../../core/wire/engine-api.ts";
import { isOfNetwork } from "../store/connection-groups.ts";
import { KindIcon } from "./icons.tsx";

/** One connection in two lines: what it is and how it stands, then where to and how much. */
export function ConnectionItem({ connection }: { connection: ConnectionView }) {
  const { kind, url, method, sent, received, sentBytes, receivedBytes, dropped, speaks } = connection;
  const { path, query, host } = splitUrl(url);
  const isElsewhere = host !== splitUrl(connection.frameUrl ?? "").host;
  const isHandshakeAlone = isOfNetwork(connection) && connection.handshake !== null && sent + received === 0;
  const isOpened = isHandshakeAlone && connection.state === "open";
  const state = isOpened ? "opened" : formatState(connection);
  const type = connection.stream === null ? "" : `\n${connection.stream.contentType}`;
  const hint = `${formatKindName(kind)} ${method ?? ""} ${url}`.replace(/\s+/g, " ") + type;
  return (
    <>
      <KindIcon kind={kind} />
      <span class="connection-line" title={hint}>
        <span class="connection-kind">
          {kind === "http" ? (method ?? "http") : formatKind(kind)}
          {kind === "fetch-stream" && method !== null && method !== "GET" && ` ${method}`}
        </span>
        <span class="connection-url">
          <bdi class="connection-path">{path}</bdi>
          {query !== "" && <bdi>{query}</bdi>}
          {isElsewhere && host !== "" && <bdi class="connection-host">{host}</bdi>}
        </span>
        <span
          title={closeHint(connection)}
          class={`connection-state is-${connection.state} ${isTroubled(connection) ? "is-troubled" : ""}`}
        >
          {state}
        </span>
      </span>
      <span class="connection-traffic">
        {isHandshakeAlone ? (
          <span title="The browser tells of this connection’s handshake, and not of its messages or its end.">
            handshake only
          </span>
        ) : (
          <>
            <Traffic arrow="↑" word="sent" count={sent} bytes={sentBytes} />
            <Traffic arrow="↓" word="received" count={received} bytes={receivedBytes} />
          </>
        )}
        {speaks !== null && speaks.length > 0 && (
          <span class="connection-speaks" title={speaks.map(({ name }) => name).join(" → ")}>
            {speaks.at(-1)?.name}
          </span>
        )}
        {dropped > 0 && <span class="is-troubled">{formatCount(dropped)} not kept</span>}
      </span>
    </>
  );
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
    <span title={`${formatCount(count)} ${word}, ${formatExactBytes(bytes)}`}>
      <span class={count > 0 ? `is-${word}` : ""}>
        <span aria-hidden="true">{arrow}</span>
        <span class="unseen">{word} </span>
        {formatCount(count)}
      </span>
      {count > 0 && ` · ${formatBytes(bytes)}`}
    </span>
  );
}
