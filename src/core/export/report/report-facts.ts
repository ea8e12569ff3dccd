import { formatBytes } from "../../format/format-bytes.ts";
import { formatCount } from "../../format/format-count.ts";
import { formatDuration } from "../../format/format-duration.ts";
import { formatEmptyShare } from "../../format/format-empty-share.ts";
import { formatLoopBytes, formatWastedBytes } from "../../format/format-loop-bytes.ts";
import { numberFormat } from "../../text/language.ts";
import { say } from "../../text/say.ts";
import type { LoopView, SocketView } from "../../wire/polling-answer.ts";
import { type PageReport, reportScale } from "./page-report.ts";

const hundredths = numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** The numbers of a loop as the report has them: a name, and a value with its unit. */
export function reportFacts(loop: LoopView, report: PageReport): (readonly [string, string])[] {
  const { facts, rhythm, kind } = loop;
  const { staleness } = facts;
  const late =
    staleness === null
      ? say("noNews")
      : kind === "long"
        ? say("onlyByItsOwnWay")
        : say("onAverageAtWorst", {
            averagems: formatDuration(staleness.averageMs),
            worstms: formatDuration(staleness.worstMs),
          });
  return [
    [say("reportKind"), kind === "long" ? say("longPolling") : say("shortPolling")],
    [say("reportRequests"), formatCount(facts.requests)],
    [
      say("reportInterval"),
      say(kind === "long" ? "reportMean" : "reportMedian", { interval: formatDuration(rhythm.intervalMs) }),
    ],
    [say("reportEmptyOrUnchanged"), formatEmptyShare(facts)],
    [
      say("reportBytesBothWays"),
      say("reportForNothing", {
        bytes: formatLoopBytes(facts, facts.bytes),
        wasted: formatWastedBytes(facts),
      }),
    ],
    [say("reportNewsWasLateBy"), late],
    [say("reportScale", { users: formatCount(report.users), hours: report.hours }), scaleText(loop, report)],
  ];
}

/** What a socket or a stream took, in a line. */
export function socketText(socket: SocketView): string {
  const { messages, payloadBytes, overheadBytes, exact, asRequestsBytes } = socket;
  return say("reportSocketLine", {
    messages: formatCount(messages),
    payload: formatBytes(payloadBytes),
    overhead: `${exact ? "" : `${say("atLeastWord")} `}${formatBytes(overheadBytes)}`,
    requests: formatBytes(asRequestsBytes),
  });
}

function scaleText(loop: LoopView, report: PageReport): string {
  const { requestsPerSecond, connectionsHeld, bytesPerMonth } = reportScale(loop, report);
  const rate = requestsPerSecond >= 10 ? formatCount(requestsPerSecond) : hundredths(requestsPerSecond);
  return say("reportScaleText", {
    rate,
    held: formatCount(connectionsHeld),
    bytes: formatLoopBytes(loop.facts, bytesPerMonth),
  });
}
