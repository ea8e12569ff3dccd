import type { TransportCost } from "../../core/analysis/cost/compare-transports.ts";
import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import type { Milliseconds } from "../../core/units.ts";

interface CostTableProps {
  readonly costs: readonly TransportCost[];
  readonly own: "short" | "long";
  readonly spanMs: Milliseconds;
}

/** What the same news costs over each transport, and how that was counted. */
export function CostTable({ costs, own, spanMs }: CostTableProps) {
  return (
    <details class="loop-costs" open>
      <summary>The same news over each transport, in these {formatDuration(spanMs)}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">transport</th>
            <th scope="col">bytes</th>
            <th scope="col">messages</th>
            <th scope="col">news waits</th>
            <th scope="col">how it was counted</th>
          </tr>
        </thead>
        <tbody>
          {costs.map((cost) => (
            <tr key={cost.transport}>
              <th scope="row">{cost.transport}</th>
              <td>
                {cost.estimated ? "about " : ""}
                {formatBytes(cost.bytes)}
              </td>
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
      <p class="unseen">
        TCP, TLS and IP are not counted. Headers of HTTP/1.1 are exact; those of HTTP/2 are estimated.
      </p>
    </details>
  );
}

function delayOf({ delay, transport }: TransportCost, own: "short" | "long"): string {
  if (delay === null) return "no news";
  const isOwn = transport === "HTTP/1.1" || transport === "HTTP/2";
  if (!isOwn || own === "long") return "its own way";
  return `${formatDuration(delay.averageMs)}, at worst ${formatDuration(delay.worstMs)}`;
}
