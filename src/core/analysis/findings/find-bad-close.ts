import { formatCloseCode } from "../../format/format-close-code.ts";
import { formatDuration } from "../../format/format-duration.ts";
import type { Finding } from "../finding.ts";
import { largest } from "../polling/statistics.ts";
import type { Evidence } from "./evidence.ts";

/** What usually causes the codes that say that something went wrong (RFC 6455 7.4.1, IANA registry). */
const CAUSES: Readonly<Record<number, string>> = {
  1002: "One side sent a frame that the protocol does not allow: most often a proxy that rewrites, or two versions of a library.",
  1003: "A binary message went to a side that takes text only, or the other way round.",
  1006: "The connection broke without a goodbye: the network changed, the server's process ended, or a proxy cut it off.",
  1007: "A text message was not UTF-8, or an extension could not unpack it.",
  1008: "The server refuses what was sent, or who sent it: often a session that has expired.",
  1009: "A message was larger than the other side takes: raise its limit, or send it in parts.",
  1010: "The page needs an extension that the server did not offer.",
  1011: "An error in the server's own code ended the connection: its log says which.",
  1013: "The server is overloaded. Come back later, and not all at once.",
  1014: "A gateway could not reach the server behind it, or did not understand it.",
  1015: "The TLS handshake failed: certificate, name, or protocol version.",
};

/** Connections that were open and ended with a code that says that something went wrong, once for each endpoint and code. */
export function findBadClose(evidence: Evidence): Finding[] {
  const groups = new Map<
    string,
    { code: number; rows: number[]; ids: number[]; lasted: number[]; reason: string }
  >();
  for (const connection of evidence.connections) {
    const { close, openedAt, url, kind } = connection;
    const code = close?.code ?? null;
    if (kind !== "websocket" || close === null || openedAt === null || code === null) continue;
    if (CAUSES[code] === undefined) continue;
    const key = `${code} ${url.replace(/[?#].*$/s, "")}`;
    const group = groups.get(key) ?? { code, rows: [], ids: [], lasted: [], reason: close.reason };
    group.ids.push(connection.id);
    group.lasted.push(close.at - openedAt);
    const mark = evidence.marks.of(connection.id, "socket-closed")[0];
    if (mark !== undefined) group.rows.push(mark.row);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ code, rows, ids, lasted, reason }): Finding => {
    const { name } = formatCloseCode(code);
    const times = ids.length === 1 ? "" : `, ${ids.length} times`;
    return {
      rule: "bad-close",
      severity: "warning",
      title: `The connection ended with ${code} ${name}${times}, after ${formatDuration(largest(lasted))}${ids.length === 1 ? "" : " at most"}`,
      why: CAUSES[code] as string,
      connection: ids[0] ?? null,
      numbers: [
        ["close code", `${code} ${name}`],
        ["times", String(ids.length)],
        ...(reason === "" ? [] : [["reason", reason.slice(0, 123)] as const]),
      ],
      rows: rows.slice(0, 20),
    };
  });
}
