import type { TransportCost } from "../../core/analysis/cost/compare-transports.ts";
import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatCostBytes } from "../../core/format/format-cost-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatHttpVersion } from "../../core/format/format-http-version.ts";
import { formatTransport } from "../../core/format/format-transport.ts";
import { say } from "../../core/text/say.ts";
import type { Milliseconds } from "../../core/units.ts";

interface CostTableProps {
  readonly costs: readonly TransportCost[];
  readonly own: "short" | "long";
  /** Of HTTP, in which the loop was asked. */
  readonly versions: readonly string[];
  readonly spanMs: Milliseconds;
}

/** What the same news costs over each transport, and how that was counted. */
export function CostTable({ costs, own, versions, spanMs }: CostTableProps) {
  return (
    <details class="loop-costs" open>
      <summary>{say("theSameNewsOverEach", { spanms: formatDuration(spanMs) })}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{say("transport")}</th>
            <th scope="col">{say("bytesWord")}</th>
            <th scope="col">{say("messagesWord")}</th>
            <th scope="col">{say("newsWaits")}</th>
            <th scope="col">{say("howItWasCounted")}</th>
          </tr>
        </thead>
        <tbody>
          {costs.map((cost) => (
            <tr key={cost.transport}>
              <th scope="row">
                {formatTransport(cost.transport)}
                {versions.some((it) => formatHttpVersion(it) === cost.transport) && (
                  <div class="dim">{say("asItIs")}</div>
                )}
              </th>
              <td>{formatCostBytes(cost)}</td>
              <td>{formatCount(cost.messages)}</td>
              <td>{delayOf(cost, own)}</td>
              <td>
                {cost.lines.map(({ what, bytes, how }) => (
                  <div key={what}>
                    {what} {formatBytes(bytes)} <span class="dim">{how}</span>
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="polling-note">{say("tcpAndIpAreNotCounted")}</p>
    </details>
  );
}

function delayOf({ delay, transport }: TransportCost, own: "short" | "long"): string {
  if (delay === null) return say("noNews");
  const isOwn = transport === "HTTP/1.1" || transport === "HTTP/2";
  if (!isOwn || own === "long") return say("itsOwnWay");
  return say("atWorst", {
    averagems: formatDuration(delay.averageMs),
    worstms: formatDuration(delay.worstMs),
  });
}
