import { formatCloseCode } from "../../format/format-close-code.ts";
import { formatDuration } from "../../format/format-duration.ts";
import { type PlainKey, say, sayCount } from "../../text/say.ts";
import type { Finding } from "../finding.ts";
import { largest } from "../polling/statistics.ts";
import type { Evidence } from "./evidence.ts";

/** What usually causes the codes that say that something went wrong (RFC 6455 7.4.1, IANA registry). */
const CAUSES: Readonly<Record<number, PlainKey>> = {
  1002: "oneSideSentAFrame",
  1003: "aBinaryMessageWentTo",
  1006: "theConnectionBrokeWithoutAGoodbye",
  1007: "aTextMessageWasNot",
  1008: "theServerRefusesWhatWas",
  1009: "aMessageWasLargerThanThe",
  1010: "thePageNeedsAnExtension",
  1011: "anErrorInTheServers",
  1013: "theServerIsOverloadedCome",
  1014: "aGatewayCouldNotReach",
  1015: "theTlsHandshakeFailedCertificate",
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
    return {
      rule: "bad-close",
      severity: "warning",
      title: sayCount("badClose", ids.length, { code, name, lasted: formatDuration(largest(lasted)) }),
      why: say(CAUSES[code] as PlainKey),
      connection: ids[0] ?? null,
      numbers: [
        [say("closeCode"), `${code} ${name}`],
        [say("timesWord"), String(ids.length)],
        ...(reason === "" ? [] : [[say("reasonWord"), reason.slice(0, 123)] as const]),
      ],
      rows: rows.slice(0, 20),
    };
  });
}
