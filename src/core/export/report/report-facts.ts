import { formatBytes } from "../../format/format-bytes.ts";
import { formatCount } from "../../format/format-count.ts";
import { formatDuration } from "../../format/format-duration.ts";
import type { LoopView } from "../../wire/engine-api.ts";
import { REPORT_HOURS, REPORT_USERS, reportScale } from "./page-report.ts";

/** The numbers of a loop as the report has them: a name, and a value with its unit. */
export function reportFacts(loop: LoopView): (readonly [string, string])[] {
  const { facts, rhythm, kind } = loop;
  const { emptyShare, staleness } = facts;
  const late =
    staleness === null
      ? "no news"
      : kind === "long"
        ? "only by its own way"
        : `${formatDuration(staleness.averageMs)} on average, ${formatDuration(staleness.worstMs)} at worst`;
  return [
    ["Kind", kind === "long" ? "long polling" : "short polling"],
    ["Requests", formatCount(facts.requests)],
    ["Interval", `${formatDuration(rhythm.intervalMs)} (median)`],
    ["Empty or unchanged", emptyShare === null ? "all failed" : `${Math.round(100 * emptyShare)} %`],
    [
      "Bytes, both ways",
      `${formatBytes(facts.bytes)}, ${formatBytes(facts.wastedBytes)} of them for nothing`,
    ],
    ["News was late by", late],
    [`In ${formatCount(REPORT_USERS)} browsers, ${REPORT_HOURS} hours a day`, scaleText(loop)],
  ];
}

function scaleText(loop: LoopView): string {
  const { requestsPerSecond, connectionsHeld, bytesPerMonth } = reportScale(loop);
  const rate = requestsPerSecond >= 10 ? formatCount(requestsPerSecond) : requestsPerSecond.toFixed(2);
  return `${rate} requests a second, ${formatCount(connectionsHeld)} connections held, ${formatBytes(bytesPerMonth)} a month`;
}
