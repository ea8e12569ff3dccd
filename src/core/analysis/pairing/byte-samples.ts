import type { EpochMs } from "../../units.ts";
import { HEAD_BYTES, type MessageEnds } from "./byte-field.ts";
import type { MessageFacts } from "./message-facts.ts";
import type { KeyRule } from "./pairing-rule.ts";

/** So many messages of each side say what the layout is; all others are read by it. */
const MOST_SAMPLES = 600;

/** The ends of a binary message of an unknown layout. */
export interface ByteSample extends MessageEnds {
  readonly at: EpochMs;
  readonly received: boolean;
}

/** The first binary messages of both sides, in order. */
export interface ByteSamples {
  readonly list: readonly ByteSample[];
  readonly sent: number;
  readonly received: number;
  observe(message: MessageFacts): void;
  /** What was found in so many of them, by what was asked for: to look again takes some 100 ms when it is full. */
  found: { readonly asked: string; readonly rule: KeyRule | null } | null;
}

/** Creates it; some 50 kB when it is full. */
export function createByteSamples(): ByteSamples {
  const list: ByteSample[] = [];
  let sent = 0;
  let received = 0;
  return {
    list,
    get sent() {
      return sent;
    },
    get received() {
      return received;
    },
    found: null,
    observe(message) {
      const { head, tail, at } = message;
      if (head === null || (message.received ? received : sent) >= MOST_SAMPLES) return;
      if (message.received) received += 1;
      else sent += 1;
      const ends = { head: head.slice(0, HEAD_BYTES), tail: tail?.slice() ?? null };
      list.push({ at, received: message.received, ...ends });
    },
  };
}
