import { say } from "../../text/say.ts";
import { headerOf } from "../../wire/header-of.ts";
import type { FindingRule } from "../findings/evidence.ts";

/** Headers of an event stream's answer with which caches and proxies keep its events back. */
export const findBreakingStreamHeaders: FindingRule = ({ notes }) =>
  [...notes.streams].flatMap(({ first, last: { answerHeaders, connection, method, status } }) => {
    if (status !== 200) return [];
    const control = headerOf(answerHeaders, "cache-control")?.toLowerCase() ?? "";
    const length = headerOf(answerHeaders, "content-length");
    const found: [string, string][] = [];
    if (/\b(public|max-age=[1-9]\d*|s-maxage=[1-9]\d*)/.test(control) && !/no-store|no-cache/.test(control)) {
      found.push(["Cache-Control", control]);
    }
    // What answers one call ends with it (MCP): a server that has it whole may say how long it is.
    if (length !== null && method === "GET") found.push(["Content-Length", length]);
    if (found.length === 0) return [];
    return [
      {
        rule: "stream-headers",
        severity: "warning" as const,
        title: say("anEventStreamIsAnswered", {
          found: found.map(([name, value]) => `${name}: ${value}`).join(" and "),
        }),
        why: say("aCacheThatMayKeep"),
        connection,
        numbers: found,
        rows: first.map(({ row }) => row),
      },
    ];
  });
