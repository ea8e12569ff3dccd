import { formatDuration } from "../../format/format-duration.ts";
import { say } from "../../text/say.ts";
import { type FindingRule, MOST_ROWS } from "../findings/evidence.ts";
import { median } from "../polling/statistics.ts";

/** A message every so often, or less, is what a request now and then brings as well. */
const SELDOM_MS = 30_000;
const LEAST_MESSAGES = 4;
const LEAST_OPEN_MS = 180_000;
/** With more messages than this, heartbeats among them, a socket is not idle; and to decode them all would take long. */
const MOST_MESSAGES = 2000;
/** As many as lie between two checkpoints of a decoder. */
const STEPS = 1024;

/** A WebSocket with a message every half minute. */
export const findIdleSockets: FindingRule = (evidence) =>
  evidence.session.connections.flatMap((it) => {
    if (it.kind !== "websocket" || it.assumed || it.dropped > 0) return [];
    const { log } = evidence.session;
    const all = evidence.messagesOf(it);
    if (all.length > MOST_MESSAGES) return [];
    // What a message means is known where its payload is in memory; of others it is not the protocol's own.
    const isOwn = (row: number) =>
      evidence.decoder.prepare(row, STEPS).ready && isControl(evidence.decoder.partsOf(row));
    const own = [...all].filter((row) => !isOwn(row));
    if (own.length < LEAST_MESSAGES) return [];
    const spanMs = log.at.get(own.at(-1) as number) - (it.openedAt ?? it.createdAt);
    const gaps = own.slice(1).map((row, index) => log.at.get(row) - log.at.get(own[index] as number));
    if (spanMs < LEAST_OPEN_MS || median(gaps) < SELDOM_MS) return [];
    return [
      {
        rule: "socket-idle",
        severity: "info",
        title: say("aSocketIsHeldFor", {
          own: own.length,
          spanms: formatDuration(spanMs),
          gaps: formatDuration(median(gaps)),
        }),
        why: say("whereReadersCanWaitAs"),
        connection: it.id,
        numbers: [
          [say("messagesWord"), String(own.length)],
          [say("protocolsOwnMessages"), String(all.length - own.length)],
          [say("medianSpan"), formatDuration(median(gaps))],
        ],
        rows: own.slice(0, MOST_ROWS),
      },
    ];
  });

function isControl(parts: readonly { control: boolean }[]): boolean {
  return parts.length > 0 && parts.every(({ control }) => control);
}
