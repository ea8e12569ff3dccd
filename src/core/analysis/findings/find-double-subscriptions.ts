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
    const others = twice.length === 1 ? "" : `, and for ${twice.length - 1} more`;
    return [
      {
        rule: "subscribed-twice",
        severity: isDoubled ? "warning" : "info",
        title: `The page asked twice for "${first.topic}"${others}, and did not give it up between`,
        why: isDoubled
          ? "Its messages come twice, too. Most often a component that is mounted twice, or a subscription that is made again without taking the old one away."
          : "Where the server counts them as two, its messages come twice, and go on after the page has given up one of them.",
        connection: connection.id,
        numbers: [
          ["asked for again", twice.length === 1 ? "once" : `${twice.length} times`],
          ["messages that came twice in a row", `${repeated} of ${looked}`],
        ],
        rows: twice.flatMap((it) => [it.first, it.again]).slice(0, MOST_ROWS),
      },
    ];
  });
}
