import { type CounterSearch, createCounterSearch } from "../core/analysis/findings/find-counters.ts";
import { createHabitSearch, type HabitSearch } from "../core/analysis/findings/find-habits.ts";
import { findCandidates, type PairingCandidate } from "../core/analysis/pairing/find-candidates.ts";
import { judgeInSteps, NO_WISHES, type PairingWishes } from "../core/analysis/pairing/judge-pairing.ts";
import { createPairingLearner, type PairingLearner } from "../core/analysis/pairing/learn-pairing.ts";
import type { MessageFacts } from "../core/analysis/pairing/message-facts.ts";
import {
  clocksApartOf,
  createMessagePairer,
  type MessagePairer,
} from "../core/analysis/pairing/pair-messages.ts";
import { type PairingRule, ruleName } from "../core/analysis/pairing/pairing-rule.ts";
import type { TripLog } from "../core/analysis/pairing/trip-log.ts";
import type { Connection } from "../core/model/connection.ts";

/** The first verdict is tried at so many messages, and then each time that there are so many times as many. */
const FIRST_JUDGED = 8;
const JUDGED_AGAIN = 1.3;

/** What is learned of one connection while it goes on, and which of its messages are paired. */
export interface ConnectionTrips {
  readonly rules: readonly PairingRule[];
  readonly counter: CounterSearch;
  readonly habits: HabitSearch;
  /** The next message to be read, counted from 0: learning and pairing each have a place of their own. */
  readonly next: number;
  /** Takes in the message that was next; answers whether pairs have changed. */
  take(index: number, facts: readonly MessageFacts[], eventId: string, sameAs: string | null): void;
  /** Pairs of members that a reader can choose among. */
  candidates(): readonly PairingCandidate[];
  /**
   * Judges by all that was learned, where that was not done, in steps between which others can have their turn; until it has
   * ended nothing is to be taken in.
   */
  judge(wishes: PairingWishes, isLast: boolean): Iterable<void>;
}

/** Creates it, before the first message. */
export function createConnectionTrips(
  trips: TripLog,
  { id: connection, kind }: Pick<Connection, "id" | "kind">,
): ConnectionTrips {
  const learner: PairingLearner = createPairingLearner();
  const counter = createCounterSearch();
  const habits = createHabitSearch();
  let rules: readonly PairingRule[] = [];
  let signature = "";
  let wished = textOf(NO_WISHES);
  let pairer: MessagePairer = createMessagePairer(trips, connection, rules, clocksApartOf(kind));
  let learned = 0;
  let paired = 0;
  let judgedAt = 0;

  return {
    counter,
    habits,
    get rules() {
      return rules;
    },
    get next() {
      return Math.min(learned, paired);
    },
    take(index, facts, eventId, sameAs) {
      if (index === learned) {
        for (const it of facts) {
          learner.observe(it);
          counter.observe(it, eventId);
          habits.observe(it, facts.length === 1 ? sameAs : null, eventId);
        }
        learned += 1;
      }
      if (index !== paired) return;
      for (const it of facts) pairer.observe(it);
      paired += 1;
    },
    candidates: () => findCandidates(learner),
    *judge(wishes, isLast) {
      const { messages } = learner;
      const asked = textOf(wishes);
      const isDue = isLast
        ? messages > judgedAt
        : messages >= Math.max(FIRST_JUDGED, judgedAt * JUDGED_AGAIN);
      if (!isDue && asked === wished) return;
      const next = yield* judgeInSteps(learner, wishes);
      judgedAt = messages;
      wished = asked;
      rules = next;
      const said = next.map(signatureOf).join("\n");
      if (said === signature) return;
      // What was paired by the rules before is paired anew.
      signature = said;
      trips.forget(connection);
      pairer = createMessagePairer(trips, connection, next, clocksApartOf(kind));
      paired = 0;
    },
  };
}

function textOf({ refused, wanted, nothing }: PairingWishes): string {
  return [nothing, ...[...refused].sort(), "·", ...[...wanted].sort()].join("\n");
}

/** How a rule pairs; what it rests on may change without changing a pair. */
function signatureOf(rule: PairingRule): string {
  const name = `${rule.asks} ${ruleName(rule)}`;
  if (rule.by === "beat" || rule.by === "echo" || rule.by === "order") return name;
  if (rule.by === "topic") return [name, ...[...rule.kinds].sort()].join(" ");
  return [
    name,
    ...[...rule.notRequests].sort(),
    "·",
    ...[...rule.notReplies].sort(),
    "·",
    ...rule.otherReplyPaths,
    JSON.stringify(rule.layout),
  ].join(" ");
}
