import { isHttp1 } from "../../format/format-http-version.ts";
import type { Connection } from "../../model/connection.ts";
import { say, sayCount } from "../../text/say.ts";
import type { EpochMs } from "../../units.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, type FindingRule, MOST_ROWS } from "../findings/evidence.ts";

/** Browsers open so many HTTP/1.1 connections to one host, for all its tabs together. */
const MOST_CONNECTIONS = 6;

/** Event streams and held requests over HTTP/1.1, each of which holds one of the six connections that a browser has for a host. */
export const findStreamLimit: FindingRule = (evidence) => {
  const { session, notes } = evidence;
  const requests = new Map([...notes.streams].map(({ url, last }) => [url, last]));
  const byHost = new Map<string, { ids: number[]; rows: number[]; spans: Span[] }>();
  for (const connection of session.connections) {
    const { id, kind, url, state } = connection;
    if (kind !== "eventsource" || !URL.canParse(url)) continue;
    const request = requests.get(url.replace(/#.*$/s, ""));
    const { origin, protocol } = new URL(url);
    // A stream that is open is in no log yet; what else the same server answered says what it speaks. Browsers speak HTTP/2 over TLS alone (RFC 9113 3.2).
    const isOld = isHttp1(request?.httpVersion || notes.versionOf(origin)) || protocol === "http:";
    if (!isOld || (state === "closed" && request === undefined)) continue;
    const { host } = new URL(url);
    const it = byHost.get(host) ?? { ids: [], rows: [], spans: [] };
    it.ids.push(id);
    it.spans.push(spanOf(connection));
    if (request !== undefined) it.rows.push(request.row);
    byHost.set(host, it);
  }
  const streams: Finding[] = [...byHost].map(([host, { ids, rows, spans }]) => {
    const held = countAtOnce(spans);
    return {
      rule: "stream-limit",
      severity: held > 2 ? ("warning" as const) : ("info" as const),
      title: sayCount("streamsHoldConnections", held, { most: MOST_CONNECTIONS, host }),
      why: say("eachTabHoldsAsMany"),
      connection: ids.length === 1 ? (ids[0] ?? null) : null,
      numbers: [
        [say("streams"), String(held)],
        [say("connectionsAHost"), String(MOST_CONNECTIONS)],
      ],
      rows: rows.slice(0, MOST_ROWS),
    };
  });
  return [...streams, ...findHeldRequests(evidence)];
};

interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

function spanOf({ state, openedAt, createdAt, recordedAt }: Connection): Span {
  return {
    from: openedAt ?? createdAt,
    to: state === "open" || state === "connecting" ? Number.POSITIVE_INFINITY : recordedAt,
  };
}

/** How many were open at one time, at most: what ended has given its connection back. */
function countAtOnce(spans: readonly Span[]): number {
  const changes = spans.flatMap(({ from, to }) => [
    { at: from, by: 1 },
    { at: to, by: -1 },
  ]);
  changes.sort((a, b) => a.at - b.at || b.by - a.by);
  let open = 0;
  let most = 0;
  for (const { by } of changes) {
    open += by;
    most = Math.max(most, open);
  }
  return most;
}

/** Long polling holds a connection each as streams do. */
function findHeldRequests({ loops }: Evidence): Finding[] {
  const byHost = new Map<string, { polls: number; connection: number; rows: number[] }>();
  for (const { kind, exchanges, askers } of loops) {
    const last = exchanges.at(-1);
    if (kind !== "long" || last === undefined || !isHttp1(last.httpVersion) || !URL.canParse(last.url))
      continue;
    const { host } = new URL(last.url);
    const it = byHost.get(host) ?? { polls: 0, connection: last.connection, rows: [] };
    it.polls += askers;
    it.rows.push(last.row);
    byHost.set(host, it);
  }
  return [...byHost].map(([host, { polls, connection, rows }]) => ({
    rule: "stream-limit",
    severity: polls > 2 ? "warning" : "info",
    title: sayCount("pollsHoldConnections", polls, { most: MOST_CONNECTIONS, host }),
    why: say("eachTabHoldsAsMany"),
    connection: rows.length === 1 ? connection : null,
    numbers: [
      [say("heldRequests"), String(polls)],
      [say("connectionsAHost"), String(MOST_CONNECTIONS)],
    ],
    rows: rows.slice(0, MOST_ROWS),
  }));
}
