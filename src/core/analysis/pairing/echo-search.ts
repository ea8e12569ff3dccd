import type { EpochMs, Milliseconds } from "../../units.ts";
import { payloadKey } from "../payload-key.ts";
import { followInTime } from "./is-coincidence.ts";
import type { MessageFacts } from "./message-facts.ts";
import type { PairSample } from "./pair-counts.ts";
import type { EchoRule } from "./pairing-rule.ts";

/** Fewer may be the same by chance. */
const LEAST_PAIRS = 8;
/** Of what was sent, and of what came. What the server says of its own accord besides is little: others' messages are no echo. */
const LEAST_ECHOED = 0.7;
const MOST_OTHERS = 0.1;
/** What a server says first, and the like. */
const FEW_OTHERS = 2;
/** A terminal's keys are shorter, and their echo answers nothing. */
const LEAST_BYTES = 4;
const LEAST_LONG = 0.5;
/** What chance would have to do, as a power of two. */
const LEAST_BITS = 24;
/** Of messages that are the same, so many were the only one under way: what comes then is no other's. */
const LEAST_ALONE = 0.5;
/** Of a count all messages are alike but for digits, or few bytes: both sides may count. */
const LEAST_FORMS = 4;
const MOST_FORMS = 64;
const FORM_BYTES = 64;
/** Later nothing is waited for. */
const PATIENCE: Milliseconds = 10_000;
const MOST_WAITING = 1024;
const MOST_ANSWERED = 1024;
const KEPT = 128;
/** A connection that has said so much that is none is not looked at any longer. */
const HOPELESS = 64;

interface Sent {
  readonly key: string;
  readonly at: EpochMs;
}

/** Looks whether a server sends back what the page sends, byte for byte. */
export interface EchoSearch {
  observe(message: MessageFacts): void;
  /** Null where that is not so, or where it proves too little. */
  judge(): EchoRule | null;
}

/**
 * Creates it. Each message that comes back proves as much as there are other messages that could have come instead of one of
 * those that wait; and where they differ by a count alone, which both sides may keep, times have to say so as well.
 */
export function createEchoSearch(): EchoSearch {
  let waiting: Sent[] = [];
  /** Came back already, and may once more. */
  const answered = new Set<string>();
  const said = new Set<string>();
  const forms = new Set<string>();
  const samples: PairSample[] = [];
  let sent = 0;
  let long = 0;
  let echoed = 0;
  let others = 0;
  let alone = 0;
  let bits = 0;
  let lastAt: EpochMs = 0;

  function send(key: string, { at }: MessageFacts, payload: Uint8Array): void {
    sent += 1;
    if (payload.length >= LEAST_BYTES) long += 1;
    if (said.size < MOST_ANSWERED) said.add(key);
    if (forms.size < MOST_FORMS) forms.add(formOf(payload));
    waiting.push({ key, at });
    if (waiting.length > MOST_WAITING) waiting = waiting.slice(MOST_WAITING / 2);
  }

  function receive(key: string, at: EpochMs): void {
    const index = waiting.findIndex((it) => it.key === key);
    const request = waiting[index];
    if (request === undefined || at - request.at > PATIENCE) {
      if (!answered.has(key)) others += 1;
      return;
    }
    const kinds = new Set(waiting.map((it) => it.key)).size;
    bits += Math.log2(Math.max(1, said.size / kinds));
    if (waiting.length === 1) alone += 1;
    waiting.splice(index, 1);
    echoed += 1;
    answered.add(key);
    if (answered.size > MOST_ANSWERED) answered.delete(answered.values().next().value as string);
    samples.push({ requestAt: request.at, replyAt: at, value: key, pair: 0 });
    if (samples.length > KEPT) samples.shift();
  }

  /** By what it says; of what a count could say, or which is always the same, also by when it came. */
  function isProven(): boolean {
    if (bits >= LEAST_BITS) return forms.size >= LEAST_FORMS || followInTime(samples);
    return alone >= LEAST_ALONE * echoed && followInTime(samples, false);
  }

  return {
    observe(message) {
      const { payload, received, at } = message;
      lastAt = Math.max(lastAt, at);
      if (payload === undefined || others - echoed > HOPELESS) return;
      const key = payloadKey(payload);
      if (received) receive(key, at);
      else send(key, message, payload);
    },
    judge() {
      if (echoed < LEAST_PAIRS || others > FEW_OTHERS + MOST_OTHERS * echoed) return null;
      const late = sent - waiting.filter((it) => lastAt - it.at <= PATIENCE).length;
      if (echoed < LEAST_ECHOED * late || long < LEAST_LONG * sent) return null;
      if (!isProven()) return null;
      const certainty = Math.round(((echoed + 1) / (echoed + others + 2)) * 1000) / 1000;
      return { by: "echo", asks: "page", certainty, pairs: echoed };
    },
  };
}

/** What is left of a message without what a count changes: digits of a text, and of other bytes all but their number. */
function formOf(payload: Uint8Array): string {
  const head = payload.subarray(0, FORM_BYTES);
  if (!head.every((byte) => byte >= 0x20 && byte < 0x7f)) return String(payload.length);
  return String.fromCharCode(...head).replace(/[\d.]+/g, "0");
}
