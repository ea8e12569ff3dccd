import { analyse } from "../../../../src/core/analysis/report.ts";
import { sessionFromText } from "../../../support/session-from-text.ts";
import type { TrafficMaker } from "./traffic.ts";

/** What the analysis finds of made-up traffic on one WebSocket, beside the truth: by which rules, how many replies, and how many of these answer something else. */
export function scoreTraffic(traffic: TrafficMaker) {
  const { lines, trips } = traffic.done();
  const { messages, roundTrips } = analyse(sessionFromText({ "ws wss://a.example/": lines }));
  const replies = new Map(trips.flatMap((it) => it.replies.map((row) => [row, it.request] as const)));
  const wrong = messages.filter(
    ({ replyTo }, row) => replyTo !== null && replyTo !== (replies.get(row) ?? null),
  );
  return {
    by: roundTrips.map(({ pairedBy }) => pairedBy),
    wrong: wrong.length,
    found: messages.filter(({ replyTo }) => replyTo !== null).length,
    all: replies.size,
  };
}
