import { say, sayCount } from "../../text/say.ts";
import type { Finding } from "../finding.ts";
import { type Evidence, MOST_ROWS } from "./evidence.ts";

/** Of the messages, so many came twice in a row: then the second subscription brings them once more. */
const LEAST_DOUBLED = 0.3;

/** A topic that the page asked for twice on one connection, and did not give up between. */
export function findDoubleSubscriptions(evidence: Evidence): Finding[] {
  return evidence.connections.flatMap((connection): Finding[] => {
    if (connection.kind !== "websocket" || connection.dropped > 0) return [];
    const { twice, looked, repeated } = evidence.habitsOf(connection);
    const [first] = twice;
    if (first === undefined) return [];
    const isDoubled = looked > 0 && repeated >= LEAST_DOUBLED * looked;
    const others = twice.length === 1 ? "" : say("andForMore", { twice: twice.length - 1 });
    return [
      {
        rule: "subscribed-twice",
        severity: isDoubled ? "warning" : "info",
        title: say("thePageAskedTwiceFor", { topic: first.topic, others }),
        why: isDoubled ? say("itsMessagesComeTwiceToo") : say("whereTheServerCountsThem"),
        connection: connection.id,
        numbers: [
          [say("askedForAgain"), sayCount("timesCount", twice.length)],
          [say("messagesThatCameTwiceIn"), say("of2", { repeated, looked })],
        ],
        rows: twice.flatMap((it) => [it.first, it.again]).slice(0, MOST_ROWS),
      },
    ];
  });
}
