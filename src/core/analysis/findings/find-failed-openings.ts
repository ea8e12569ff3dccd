import { formatDuration } from "../../format/format-duration.ts";
import { formatHandshakeStatus } from "../../format/format-handshake.ts";
import type { Connection } from "../../model/connection.ts";
import type { Session } from "../../model/session.ts";
import { type PlainKey, say, sayCount } from "../../text/say.ts";
import type { Milliseconds } from "../../units.ts";
import type { HandshakeEvent } from "../../wire/events.ts";
import type { Finding } from "../finding.ts";
import { groupBy } from "../group-by.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";

/** An event stream that ends so shortly before its document is left ends with it. */
const LEAVING: Milliseconds = 1000;

/** So much of what the browser says stands in a title. */
const MOST_SAID = 120;

/** What could not be opened, or was given up by the browser: refused handshakes, event streams that failed for good. */
export function findFailedOpenings(evidence: Evidence): Finding[] {
  return [...findFailedHandshakes(evidence), ...findFailedStreams(evidence)];
}

function findFailedHandshakes(evidence: Evidence): Finding[] {
  const { session, connections, marks } = evidence;
  const sockets = connections.filter(({ kind, url }) => kind === "websocket" && url !== "");
  const findings: Finding[] = [];
  for (const group of groupBy(sockets, endpointOf).values()) {
    const failed = group.filter(
      ({ openedAt, close }) => openedAt === null && close !== null && close.by !== "page",
    );
    const told = failed.map((it) => handshakeOf(session, it)).filter((it) => it !== null);
    const [first] = told;
    // What a page is not told of is the network's: then a page that goes on trying has rules of its own.
    if (failed.length === 0 || (first === undefined && failed.length < group.length)) continue;
    const hasOpened = group.some(({ openedAt }) => openedAt !== null);
    findings.push({
      rule: "handshake-failed",
      severity: hasOpened ? "info" : "warning",
      title: sayCount("handshakesFailed", failed.length, { status: statusOf(first) }),
      why: say(whyOf(first)),
      connection: failed[0]?.id ?? null,
      numbers: [
        [say("timesWord"), String(failed.length)],
        ...(first === undefined || first.error === ""
          ? []
          : [[say("theBrowserSays"), first.error.slice(0, 500)] as const]),
      ],
      rows: failed
        .map((it) => it.handshake ?? marks.of(it.id, "socket-closed")[0]?.row)
        .filter((it) => it !== undefined)
        .slice(0, MOST_ROWS),
    });
  }
  return findings;
}

function findFailedStreams({ session, connections, marks }: Evidence): Finding[] {
  return connections.flatMap((connection): Finding[] => {
    if (connection.kind !== "eventsource") return [];
    const mark = marks.of(connection.id, "source-errored").find(({ record }) => {
      return record.type === "source-errored" && !record.reconnecting;
    });
    if (mark === undefined) return [];
    const leftAt = session.frames.get(connection.frame)?.leftAt ?? null;
    if (leftAt !== null && leftAt - mark.at < LEAVING) return [];
    const { openedAt } = connection;
    return [
      {
        rule: "stream-failed",
        severity: "warning",
        title:
          openedAt === null
            ? say("theEventStreamWasRefused")
            : say("theEventStreamEndedForGood", { lasted: formatDuration(mark.at - openedAt) }),
        why: say("anEventStreamFailsFor"),
        connection: connection.id,
        numbers: [[say("events"), String(connection.received)]],
        rows: [mark.row],
      },
    ];
  });
}

function handshakeOf(session: Session, { handshake }: Connection): HandshakeEvent | null {
  const record = handshake === null ? null : session.record(handshake);
  return record?.type === "handshake" ? record : null;
}

function statusOf(handshake: HandshakeEvent | undefined): string {
  if (handshake === undefined) return say("noAnswerIsVisible");
  const { entry, error } = handshake;
  // An answer that agreed was refused by the browser, which says why.
  return entry.response.status === 101 && error !== ""
    ? error.slice(0, MOST_SAID)
    : formatHandshakeStatus(entry, error);
}

function whyOf(handshake: HandshakeEvent | undefined): PlainKey {
  const status = handshake?.entry.response.status ?? 0;
  if (status === 101) return "handshakeWrongWhy";
  const isRefused = status > 0 || /Unexpected response code/.test(handshake?.error ?? "");
  return isRefused ? "handshakeRefusedWhy" : "handshakeUnknownWhy";
}

function endpointOf({ url, frame }: Connection): string {
  return `${frame} ${url.replace(/[?#].*$/s, "")}`;
}
