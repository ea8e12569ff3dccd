import { formatDuration } from "../../format/format-duration.ts";
import { say } from "../../text/say.ts";
import type { FindingRule } from "../findings/evidence.ts";
import { MOST_ROWS } from "../findings/evidence.ts";

/** From fewer messages, or a shorter time, nobody can say that a page never sends. */
const LEAST_RECEIVED = 10;
const LEAST_OPEN_MS = 30_000;

/** A WebSocket on which the page never sends. */
export const findOneWaySockets: FindingRule = (evidence) =>
  evidence.session.connections.flatMap((it) => {
    if (
      it.kind !== "websocket" ||
      it.assumed ||
      it.dropped > 0 ||
      it.sent > 0 ||
      it.received < LEAST_RECEIVED
    )
      return [];
    const rows = evidence.messagesOf(it);
    const first = rows[0];
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return [];
    const span = evidence.session.log.at.get(last) - (it.openedAt ?? evidence.session.log.at.get(first));
    if (span < LEAST_OPEN_MS) return [];
    return [
      {
        rule: "socket-one-way",
        severity: "info",
        title: say("thePageReceivedMessagesIn", { received: it.received, span: formatDuration(span) }),
        why: say("anEventStreamIsPlain"),
        connection: it.id,
        numbers: [
          [say("received"), String(it.received)],
          [say("sent"), "0"],
        ],
        rows: [...rows.slice(0, MOST_ROWS)],
      },
    ];
  });
