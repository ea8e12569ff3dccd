import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatTrafficKind } from "../../core/format/format-traffic-kind.ts";
import { formatShortUrl } from "../../core/format/format-url.ts";
import { say, sayCount } from "../../core/text/say.ts";
import type { SocketView } from "../../core/wire/polling-answer.ts";

/** What real sockets and streams took, and what the same would have cost as requests. */
export function SocketCosts({ sockets, more }: { sockets: readonly SocketView[]; more: number }) {
  if (sockets.length === 0) return null;
  return (
    <section class="loop socket-costs" aria-label={say("socketsAndStreams")}>
      <h2 class="polling-heading">{say("socketsAndStreams")}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{say("connectionWord")}</th>
            <th scope="col">{say("messagesWord")}</th>
            <th scope="col">{say("payloadWord")}</th>
            <th scope="col">{say("overhead")}</th>
            <th scope="col">{say("asRequests")}</th>
            <th scope="col">{say("whatFor")}</th>
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
                {it.exact ? "" : `${say("atLeastWord")} `}
                {formatBytes(it.overheadBytes)} ({shareOf(it)})
              </td>
              <td>
                {it.headersKnown ? "" : `${say("about")} `}
                {formatBytes(it.asRequestsBytes)}
              </td>
              <td>
                {it.traffic === null ? "–" : formatTrafficKind(it.traffic.kind)}{" "}
                {it.traffic !== null && <span class="dim">{it.traffic.because}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="polling-note">
        {say("overheadIsFrameHeadersAnd")}
        {say("asRequestsEachMessageAs", {
          sockets: sockets.some((it) => it.compressed) ? say("whichSomeOfTheseHave") : "",
        })}{" "}
        {say("framesNotTold")} {more > 0 && sayCount("moreSockets", more)}
      </p>
    </section>
  );
}

function shareOf({ overheadBytes, payloadBytes }: SocketView): string {
  const share = overheadBytes / Math.max(1, overheadBytes + payloadBytes);
  return share < 0.01 ? say("belowOnePercent") : `${Math.round(100 * share)} %`;
}
