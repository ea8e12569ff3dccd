import { formatBytes } from "../../format/format-bytes.ts";
import { formatDuration } from "../../format/format-duration.ts";
import type { Connection } from "../../model/connection.ts";
import { say } from "../../text/say.ts";
import type { Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";
import type { Mark } from "./mark-index.ts";

/** Less is on its way in the next moment. */
const LEAST_WAITING = 256 * 1024;
/** It was read so often, and had grown by so much since the first time. */
const LEAST_READINGS = 4;
const LEAST_GROWTH = 2;
/** Readings with so long between them are of different floods. */
const ONE_FLOOD: Milliseconds = 5000;

/** The page sends faster than the network takes it, and bytes that waited when the connection ended. */
export function findBackPressure(evidence: Evidence): Finding[] {
  return evidence.connections.flatMap((connection): Finding[] => {
    if (connection.kind !== "websocket") return [];
    return [...findGrowth(evidence, connection), ...findUnsent(evidence, connection)];
  });
}

function findGrowth(evidence: Evidence, connection: Connection): Finding[] {
  const flood = largestFlood(evidence.marks.of(connection.id, "socket-buffered"));
  const first = flood[0];
  const peak = flood.reduce((most, it) => Math.max(most, bytesOf(it)), 0);
  const top = flood.findIndex((it) => bytesOf(it) === peak);
  if (first === undefined || peak < LEAST_WAITING || top + 1 < LEAST_READINGS) return [];
  if (peak < LEAST_GROWTH * bytesOf(first)) return [];
  const span = (flood[top] as Mark).at - first.at;
  return [
    {
      rule: "back-pressure",
      severity: "warning",
      title: say("whatWaitsToBeSent", {
        first: formatBytes(bytesOf(first)),
        peak: formatBytes(peak),
        span: formatDuration(span),
      }),
      why: say("thePageSendsFasterThan"),
      connection: connection.id,
      numbers: [
        [say("waitingAtFirst"), formatBytes(bytesOf(first))],
        [say("waitingAtMost"), formatBytes(peak)],
        [say("within"), formatDuration(span)],
        [say("timesRead"), String(flood.length)],
      ],
      rows: flood.slice(0, MOST_ROWS).map(({ row }) => row),
    },
  ];
}

function findUnsent(evidence: Evidence, connection: Connection): Finding[] {
  const mark = evidence.marks.of(connection.id, "socket-closed")[0];
  const unsent = mark?.record.type === "socket-closed" ? (mark.record.unsentBytes ?? 0) : 0;
  // What was sent on a connection that had begun to close never waited, and is told of by itself.
  const discarded = evidence.marks
    .of(connection.id, "send-discarded")
    .reduce((sum, { record }) => sum + (record.type === "send-discarded" ? record.bytes : 0), 0);
  const lost = unsent - discarded;
  if (mark === undefined || lost <= 0) return [];
  return [
    {
      rule: "unsent-at-close",
      severity: "warning",
      title: say("thatThePageHadSent", { lost: formatBytes(lost) }),
      why: say("sendOnlyQueuesWhatMust"),
      connection: connection.id,
      numbers: [
        [say("notSent"), formatBytes(lost)],
        [say("closedByWord"), mark.record.type === "socket-closed" ? mark.record.by : "unknown"],
      ],
      rows: [mark.row],
    },
  ];
}

/** Of readings that follow each other, those of the flood in which most waited. */
function largestFlood(marks: readonly Mark[]): readonly Mark[] {
  let best: readonly Mark[] = [];
  let most = 0;
  let from = 0;
  for (const [index, mark] of marks.entries()) {
    const isLast = index === marks.length - 1 || (marks[index + 1] as Mark).at - mark.at > ONE_FLOOD;
    if (!isLast) continue;
    const flood = marks.slice(from, index + 1);
    const peak = flood.reduce((high, it) => Math.max(high, bytesOf(it)), 0);
    if (peak > most) {
      most = peak;
      best = flood;
    }
    from = index + 1;
  }
  return best;
}

function bytesOf({ record }: Mark): number {
  return record.type === "socket-buffered" ? record.bytes : 0;
}
