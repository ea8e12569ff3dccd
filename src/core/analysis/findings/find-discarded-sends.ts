import { formatBytes } from "../../format/format-bytes.ts";
import { say, sayCount } from "../../text/say.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";

/** A page that sends on a connection which is closing or closed: the data goes nowhere, and nothing tells it so. */
export function findDiscardedSends(evidence: Evidence): Finding[] {
  return evidence.connections.flatMap((connection): Finding[] => {
    const marks = evidence.marks.of(connection.id, "send-discarded");
    if (marks.length === 0) return [];
    const rows = marks.map(({ row }) => row);
    const { close } = connection;
    // Going away, the page itself too, is told after it has begun: what was said in between is lost by nobody's fault.
    const isLeaving = close?.code === 1001 && marks.every(({ record }) => record.at <= close.at);
    const bytes = marks.reduce((sum, { record }) => sum + ("bytes" in record ? record.bytes : 0), 0);
    return [
      {
        rule: "send-discarded",
        severity: isLeaving ? "info" : "warning",
        title: sayCount("discardedSends", rows.length, { bytes: formatBytes(bytes) }),
        why: say("sendDoesNotFailOn"),
        connection: connection.id,
        numbers: [
          [say("messagesWord"), String(rows.length)],
          [say("bytesWord"), formatBytes(bytes)],
        ],
        rows: rows.slice(0, MOST_ROWS),
      },
    ];
  });
}
