import { formatBytes } from "../../format/format-bytes.ts";
import { formatQuantity } from "../../format/format-quantity.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";

/** A page that sends on a connection which is closing or closed: the data goes nowhere, and nothing tells it so. */
export function findDiscardedSends(evidence: Evidence): Finding[] {
  return evidence.connections.flatMap((connection): Finding[] => {
    const marks = evidence.marks.of(connection.id, "send-discarded");
    if (marks.length === 0) return [];
    const rows = marks.map(({ row }) => row);
    const bytes = marks.reduce((sum, { record }) => sum + ("bytes" in record ? record.bytes : 0), 0);
    return [
      {
        rule: "send-discarded",
        severity: "warning",
        title: `${formatQuantity(rows.length, "message")} of ${formatBytes(bytes)} in all ${rows.length === 1 ? "was" : "were"} sent after the connection had begun to close, and went nowhere`,
        why: "send() does not fail on a closed WebSocket: it drops the data in silence. Look at readyState first, and keep what must not be lost until it is acknowledged.",
        connection: connection.id,
        numbers: [
          ["messages", String(rows.length)],
          ["bytes", formatBytes(bytes)],
        ],
        rows: rows.slice(0, MOST_ROWS),
      },
    ];
  });
}
