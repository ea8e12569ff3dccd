import { say, sayCount } from "../../text/say.ts";
import { headerOf } from "../../wire/header-of.ts";
import { streamFormatOf } from "../../wire/stream-format.ts";
import type { FindingRule } from "../findings/evidence.ts";

/** Browsers open so many HTTP/1.1 connections to one host, for all its tabs together. */
const MOST_CONNECTIONS = 6;

/** Event streams over HTTP/1.1, which hold one of the six connections that a browser has for a host. */
export const findStreamLimit: FindingRule = ({ session, exchanges }) => {
  const byHost = new Map<string, { ids: number[]; rows: number[]; known: boolean }>();
  for (const { id, kind, url, state } of session.connections) {
    if (kind !== "eventsource" || !URL.canParse(url)) continue;
    const request = exchanges.find(
      (it) =>
        it.url === url && streamFormatOf(headerOf(it.answerHeaders, "content-type") ?? it.mimeType) === "sse",
    );
    // Browsers speak HTTP/2 over TLS alone (RFC 9113 3.2).
    const isOld = /^http\/1/i.test(request?.httpVersion ?? "") || new URL(url).protocol === "http:";
    if (!isOld || (state === "closed" && request === undefined)) continue;
    const { host } = new URL(url);
    const it = byHost.get(host) ?? { ids: [], rows: [], known: request !== undefined };
    it.ids.push(id);
    if (request !== undefined) it.rows.push(request.row);
    byHost.set(host, it);
  }
  return [...byHost].map(([host, { ids, rows }]) => ({
    rule: "stream-limit",
    severity: ids.length > 2 ? ("warning" as const) : ("info" as const),
    title: sayCount("streamsHoldConnections", ids.length, { most: MOST_CONNECTIONS, host }),
    why: say("eachTabHoldsAsMany"),
    connection: ids.length === 1 ? (ids[0] ?? null) : null,
    numbers: [
      [say("streams"), String(ids.length)],
      [say("connectionsAHost"), String(MOST_CONNECTIONS)],
    ],
    rows,
  }));
};
