import { formatCloseCode } from "../../format/format-close-code.ts";
import { formatDuration } from "../../format/format-duration.ts";
import { type PlainKey, say, sayCount } from "../../text/say.ts";
import type { Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import { largest } from "../polling/statistics.ts";
import type { Evidence } from "./evidence.ts";
import { endedUnanswered } from "./find-heartbeat-trouble.ts";
import { endedByIdleTimeout } from "./find-idle-timeout.ts";
import { unseenWithin } from "./mark-index.ts";

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

/** RFC 6455 7.4.2: the application's own codes. */
const FIRST_PRIVATE = 4000;
const LAST_PRIVATE = 4999;

/** What lasted so long and is taken up so soon is a network that broke once. */
const LASTED: Milliseconds = 30_000;
/** A page hears of what ended while it was frozen when it goes on. */
const THAWED: Milliseconds = 1000;
const BACK_WITHIN: Milliseconds = 60_000;

/**
 * Connections that were open and ended with a code that says that something went wrong, once for each endpoint and code; but for those of which another
 * rule says why, and the code.
 */
export function findBadClose(evidence: Evidence): Finding[] {
  const groups = new Map<
    string,
    { code: number; isFrozen: boolean; rows: number[]; ids: number[]; lasted: number[]; reason: string }
  >();
  const explained = endedByIdleTimeout(evidence);
  for (const connection of evidence.connections) {
    const { close, openedAt, url, kind } = connection;
    const code = close?.code ?? null;
    if (kind !== "websocket" || close === null || openedAt === null || code === null) continue;
    const isPrivate = code >= FIRST_PRIVATE && code <= LAST_PRIVATE && close.by !== "page";
    if (CAUSES[code] === undefined && !isPrivate) continue;
    if (explained.has(connection.id) || endedUnanswered(evidence, connection)) continue;
    // Of what a frozen tab lost nobody else is the cause.
    const isFrozen = unseenWithin(evidence.marks, close.at - THAWED, close.at) === "frozen";
    const key = `${isFrozen} ${code} ${url.replace(/[?#].*$/s, "")}`;
    const group = groups.get(key) ?? { code, isFrozen, rows: [], ids: [], lasted: [], reason: close.reason };
    group.ids.push(connection.id);
    group.lasted.push(close.at - openedAt);
    const mark = evidence.marks.of(connection.id, "socket-closed")[0];
    if (mark !== undefined) group.rows.push(mark.row);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ code, isFrozen, rows, ids, lasted, reason }): Finding => {
    const { name } = formatCloseCode(code);
    const isBroken = code === 1006 && ids.length === 1 && (lasted[0] as number) >= LASTED;
    const wait = isBroken ? waitAfter(evidence, ids[0] as number) : null;
    const cause = CAUSES[code];
    return {
      rule: "bad-close",
      severity: wait !== null || isFrozen || cause === undefined ? "info" : "warning",
      title: sayCount("badClose", ids.length, { code, name, lasted: formatDuration(largest(lasted)) }),
      why:
        wait !== null
          ? say("brokeOnceAndCameBack", { wait: formatDuration(wait) })
          : say(isFrozen ? "theTabWasFrozenWhen" : (cause ?? "aCodeOfTheApplications")),
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

/** After how long the page had another connection in its place that did not end at once; null where it had none. */
function waitAfter({ channels, endedAt }: Evidence, id: number): Milliseconds | null {
  for (const { connections } of channels) {
    const index = connections.findIndex((it) => it.id === id);
    const end = connections[index]?.close?.at;
    if (end === undefined) continue;
    const after = connections.slice(index + 1).find(({ openedAt }) => openedAt !== null);
    const openedAt = after?.openedAt ?? null;
    if (after === undefined || openedAt === null || openedAt - end > BACK_WITHIN) return null;
    const isKept = (after.close?.at ?? endedAt) - openedAt >= Math.min(LASTED, endedAt - openedAt);
    return isKept ? openedAt - end : null;
  }
  return null;
}
