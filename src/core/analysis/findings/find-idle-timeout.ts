import { formatDuration } from "../../format/format-duration.ts";
import { formatOpening } from "../../format/format-opening.ts";
import { formatQuantity } from "../../format/format-quantity.ts";
import type { Connection } from "../../model/connection.ts";
import { say } from "../../text/say.ts";
import type { Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";

/** Two may agree by chance. */
const LEAST_CLOSES = 3;
/** A proxy's timer is exact; the way there and back is not. */
const TOLERANCE: Milliseconds = 1500;
/** No proxy gives up sooner. */
const SHORTEST: Milliseconds = 8000;

interface End {
  readonly connection: Connection;
  readonly idle: Milliseconds;
  readonly row: number;
}

/** Connections that all end after the same time without a message: somebody between page and server counts. */
export function findIdleTimeout(evidence: Evidence): Finding[] {
  return idleEnds(evidence).map(toFinding);
}

/** The connections that ended so: of them nothing else need be said of why. */
export function endedByIdleTimeout(evidence: Evidence): Set<number> {
  return new Set(idleEnds(evidence).flatMap(({ alike }) => alike.map(({ connection }) => connection.id)));
}

/** Ends of one endpoint that came after about the same time. */
interface Alike {
  readonly alike: readonly End[];
  readonly middle: Milliseconds;
}

function idleEnds(evidence: Evidence): Alike[] {
  const byEndpoint = new Map<string, End[]>();
  for (const connection of evidence.connections) {
    const { close, openedAt, url, kind } = connection;
    if (kind !== "websocket" || close === null || openedAt === null || close.by === "page") continue;
    const rows = evidence.messagesOf(connection);
    const last = rows.length === 0 ? openedAt : evidence.session.log.at.get(rows.at(-1) as number);
    const idle = close.at - Math.max(openedAt, last);
    const row = evidence.marks.of(connection.id, "socket-closed")[0]?.row;
    if (idle < SHORTEST || row === undefined) continue;
    const endpoint = url.replace(/[?#].*$/s, "");
    const ends = byEndpoint.get(endpoint);
    if (ends === undefined) byEndpoint.set(endpoint, [{ connection, idle, row }]);
    else ends.push({ connection, idle, row });
  }
  return [...byEndpoint.values()].flatMap((ends) => alikeOf(ends) ?? []);
}

function alikeOf(ends: readonly End[]): Alike | null {
  const spans = ends.map(({ idle }) => idle).sort((a, b) => a - b);
  const middle = spans[Math.floor(spans.length / 2)] as number;
  const alike = ends.filter(({ idle }) => Math.abs(idle - middle) <= TOLERANCE);
  if (alike.length < LEAST_CLOSES || alike.length < ends.length * 0.6) return null;
  return { alike, middle };
}

function toFinding({ alike, middle }: Alike): Finding {
  const codes = [...new Set(alike.map(({ connection }) => String(connection.close?.code ?? say("noneOf"))))];
  return {
    rule: "idle-timeout",
    severity: "warning",
    title: say("endedAfterWithoutAMessage", {
      alike: formatQuantity(alike.length, "connection"),
      middle: formatDuration(middle),
    }),
    why: say("thatIsAnIdleTime"),
    connection: alike[0]?.connection.id ?? null,
    numbers: [
      [say("quietBeforeTheEnd"), formatDuration(middle)],
      [say("closeCodes"), codes.join(", ")],
      [
        say("connectionsWord"),
        alike
          .slice(0, MOST_ROWS)
          .map(({ connection }) => formatOpening(connection))
          .join(", "),
      ],
    ],
    rows: alike.map(({ row }) => row).slice(0, MOST_ROWS),
  };
}
