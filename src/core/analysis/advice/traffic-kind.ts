import { say } from "../../text/say.ts";
import type { Bytes, EpochMs } from "../../units.ts";
import { median, quantile, relativeSpread } from "../polling/statistics.ts";

/** What a connection is for, by how it is used. */
export type TrafficKind =
  | "game"
  | "token stream"
  | "collaborative editing"
  | "feed"
  | "notifications"
  | "chat";

/** A message, as far as its kind of traffic shows in it. */
export interface TrafficMessage {
  readonly at: EpochMs;
  readonly received: boolean;
  readonly size: Bytes;
}

/** What a connection is used for, and by what that was seen. */
export interface TrafficVerdict {
  readonly kind: TrafficKind;
  readonly because: string;
}

/** Fewer messages say nothing. */
const LEAST_MESSAGES = 20;
/** Jitter of a timer, and not of people. */
const EVEN = 0.35;

/**
 * Says what kind of traffic a connection carries, by direction, rhythm and sizes, and by its protocol where it has a decoder. Each kind asks for all
 * of its own signs; null where the evidence is not enough.
 */
export function trafficKind(
  messages: readonly TrafficMessage[],
  protocol: string | null,
): TrafficVerdict | null {
  if (/^(openai|anthropic|gemini|ollama|vercel)/.test(protocol ?? "")) {
    return { kind: "token stream", because: say("itSpeaksALanguageModels") };
  }
  if (/^(yjs|automerge)/.test(protocol ?? "")) {
    return { kind: "collaborative editing", because: say("itSpeaksASharedDocuments") };
  }
  const received = messages.filter((it) => it.received);
  const gaps = received.slice(1).map(({ at }, index) => at - (received[index]?.at ?? at));
  if (messages.length < LEAST_MESSAGES || gaps.length < LEAST_MESSAGES / 2) return null;
  const sentShare = (messages.length - received.length) / received.length;
  const gap = median(gaps);
  const size = median(received.map((it) => it.size));
  const spanMs = (messages.at(-1)?.at ?? 0) - (messages[0]?.at ?? 0);
  const isEven = relativeSpread(gaps) < EVEN;
  const rate = 1000 / Math.max(gap, 0.01);
  if (rate >= 15 && rate <= 70 && isEven && sentShare >= 0.1 && size < 2000 && spanMs > 3000) {
    const because = say("smallMessagesASecondAt", { math: Math.round(rate) });
    return { kind: "game", because };
  }
  if (sentShare <= 0.02 && isEven && spanMs > 10_000 && gap <= 10_000) {
    return { kind: "feed", because: say("messagesComeAtAnEven") };
  }
  if (sentShare <= 0.05 && gap > 10_000 && !isEven && size < 5000) {
    return {
      kind: "notifications",
      because: say("fewSmallMessagesAtUneven"),
    };
  }
  const isUneven = !isEven && quantile(gaps, 0.9) > 2 * gap;
  if (sentShare >= 0.1 && sentShare <= 2 && isUneven && gap > 700 && gap < 60_000 && size < 3000) {
    return { kind: "chat", because: say("smallMessagesBothWaysAt") };
  }
  return null;
}
