import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatShortUrl } from "../../core/format/format-url.ts";
import type { SocketView } from "../../core/wire/engine-api.ts";

/** What real sockets and streams took, and what the same would have cost as requests. */
export function SocketCosts({ sockets }: { sockets: readonly SocketView[] }) {
  if (sockets.length === 0) return null;
  return (
    <section class="loop" aria-label="Sockets and streams">
      <h2 class="polling-heading">Sockets and streams</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">connection</th>
            <th scope="col">messages</th>
            <th scope="col">payload</th>
            <th scope="col">overhead</th>
            <th scope="col">as requests</th>
            <th scope="col">what for</th>
          </tr>
        </thead>
        <tbody>
          {sockets.map((it) => (
            <tr key={it.connection}>
              <th scope="row" title={it.url}>
                {it.kind === "websocket" ? "ws" : "stream"} {formatShortUrl(it.url)}
              </th>
              <td>{formatCount(it.messages)}</td>
              <td>{formatBytes(it.payloadBytes)}</td>
              <td>
                {it.exact ? "" : "at least "}
                {formatBytes(it.overheadBytes)} ({shareOf(it)})
              </td>
              <td>
                {it.headersKnown ? "" : "about "}
                {formatBytes(it.asRequestsBytes)}
              </td>
              <td>
                {it.traffic === null ? "–" : it.traffic.kind}{" "}
                {it.traffic !== null && <span class="dim">{it.traffic.because}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="unseen">
        Overhead is frame headers and masks (RFC 6455 5.2), or the fields of event streams; payloads are
        counted before compression
        {sockets.some((it) => it.compressed) ? ", which some of these have" : ""}. As requests: each message
        as one of its own, with the headers of the handshake, or some 700 bytes where these are not known.
      </p>
    </section>
  );
}

function shareOf({ overheadBytes, payloadBytes }: SocketView): string {
  const share = overheadBytes / Math.max(1, overheadBytes + payloadBytes);
  return share < 0.01 ? "below 1 %" : `${Math.round(100 * share)} %`;
}
