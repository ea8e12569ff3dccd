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
    title: `${ids.length === 1 ? "An event stream holds" : `${ids.length} event streams hold`} ${ids.length} of the ${MOST_CONNECTIONS} connections to ${host}: it is HTTP/1.1`,
    why: "Each tab holds as many more, and when six are held every other request to the host waits for ever. HTTP/2 has no such limit; without it one stream can be shared between tabs by a SharedWorker or a BroadcastChannel.",
    connection: ids.length === 1 ? (ids[0] ?? null) : null,
    numbers: [
      ["streams", String(ids.length)],
      ["connections a host", String(MOST_CONNECTIONS)],
    ],
    rows,
  }));
};
