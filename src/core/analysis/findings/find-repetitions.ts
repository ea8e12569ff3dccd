import { formatCount } from "../../format/format-count.ts";
import { say } from "../../text/say.ts";
import type { Finding } from "../finding.ts";
import type { Evidence } from "./evidence.ts";

/** A state that is told again because nothing has changed is told so a few times. */
const LEAST_TIMES = 10;
/** Or nearly every message comes again. */
const LEAST_SHARE = 0.4;
const LEAST_REPEATED = 20;
/** Or some do, at once, where else none is said twice. */
const LEAST_AT_ONCE = 5;
const LEAST_LOOKED = 20;

/** Messages that are the same, byte for byte, as the one before. Heartbeats are none, nor is what is too short to say much. */
export function findRepetitions(evidence: Evidence): Finding[] {
  return evidence.connections.flatMap((connection): Finding[] => {
    const { repetitions, looked, repeated, areDoubled } = evidence.habitsOf(connection);
    const [longest] = repetitions;
    if (longest === undefined) return [];
    const isDoubled =
      (repeated >= LEAST_REPEATED && repeated >= LEAST_SHARE * looked) ||
      (areDoubled && repeated >= LEAST_AT_ONCE && looked >= LEAST_LOOKED);
    if (longest.times < LEAST_TIMES && !isDoubled) return [];
    return [
      {
        rule: "identical-messages",
        severity: "info",
        title: isDoubled
          ? say("ofMessagesAreTheSame", { repeated: formatCount(repeated), looked: formatCount(looked) })
          : say("theSameMessageCameTimes", { times: formatCount(longest.times) }),
        why: isDoubled ? say("mostOftenSomethingIsSent") : say("nothingWasNewInIt"),
        connection: connection.id,
        numbers: [
          [say("longestRun"), formatCount(longest.times)],
          [say("repeated"), say("of2", { repeated: formatCount(repeated), looked: formatCount(looked) })],
        ],
        rows: repetitions.slice(0, 5).flatMap(({ first, last }) => [first, last]),
      },
    ];
  });
}
