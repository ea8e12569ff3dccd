import { formatBytes } from "../../format/format-bytes.ts";
import type { Connection } from "../../model/connection.ts";
import { say, sayCount } from "../../text/say.ts";
import type { Milliseconds } from "../../units.ts";
import type { Finding } from "../finding.ts";
import { groupBy } from "../group-by.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";

/** A stream that breaks so shortly before its document is left ends with it. */
const LEAVING: Milliseconds = 1000;
const MOST_SAID = 500;

/** Streamed responses that the page was reading when the connection was lost: what came is not all, and the page was told so. */
export function findBrokenStreams({ session, connections, marks }: Evidence): Finding[] {
  const broken = connections.filter(({ kind, close, frame }) => {
    if (kind !== "fetch-stream" || close?.by !== "network") return false;
    const leftAt = session.frames.get(frame)?.leftAt ?? null;
    return leftAt === null || leftAt - close.at >= LEAVING;
  });
  return [...groupBy(broken, endpointOf).values()].map((group): Finding => {
    const [first] = group as [Connection];
    const said = group.find(({ close }) => close?.reason)?.close?.reason ?? "";
    const bytes = group.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
    return {
      rule: "stream-broken",
      severity: "warning",
      title: sayCount("streamsBroke", group.length),
      why: say("theAnswerIsNotWhole"),
      connection: first.id,
      numbers: [
        [say("timesWord"), String(group.length)],
        [say("receivedBefore"), formatBytes(bytes)],
        ...(said === "" ? [] : [[say("theBrowserSays"), said.slice(0, MOST_SAID)] as const]),
      ],
      rows: group.flatMap(({ id }) => marks.of(id, "stream-ended").map(({ row }) => row)).slice(0, MOST_ROWS),
    };
  });
}

function endpointOf({ frame, method, url }: Connection): string {
  return `${frame} ${method} ${url.replace(/[?#].*$/s, "")}`;
}
