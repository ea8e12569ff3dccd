import type { EpochMs, Milliseconds } from "../../units.ts";
import { findBeat } from "../pairing/find-beat.ts";
import type { MessageFacts } from "../pairing/message-facts.ts";
import { readSubscription } from "../pairing/subscription.ts";
import { createFeedSearch, type Feeds } from "./find-feeds.ts";
import { createRunSearch, type Runs } from "./find-runs.ts";

/** A message that one side says again and again only to say that it is there. */
export interface Heartbeat {
  readonly received: boolean;
  /** Its word; "" where its rhythm alone says what it is. */
  readonly label: string;
  readonly count: number;
  /** The median of the spans between them, and how far they are from that in the mean, but for those in which one was missing. */
  readonly intervalMs: Milliseconds;
  readonly jitterMs: Milliseconds;
  readonly lastAt: EpochMs;
  readonly lastRow: number;
  /** The longest pauses in which some were missing, longest first. */
  readonly pauses: readonly { readonly row: number; readonly from: EpochMs; readonly ms: Milliseconds }[];
}

/** A topic that was asked for again, though nothing had given it up. */
export interface Subscribed {
  readonly topic: string;
  readonly first: number;
  readonly again: number;
}

/** What one side says over and over on a connection. */
export interface Habits extends Feeds, Runs {
  readonly heartbeats: readonly Heartbeat[];
  readonly twice: readonly Subscribed[];
  /** Messages that were read, however short; and Server-Sent Events with an ID. */
  readonly read: number;
  readonly withId: number;
}

/** Looks for them in the messages of a connection, shown to it in order. */
export interface HabitSearch {
  /** `sameAs` says what the message is, byte for byte; null where it was not read whole, or is too short to say much. */
  observe(message: MessageFacts, sameAs: string | null, eventId: string): void;
  found(): Habits;
}

/** Kinds of message, of one side, that may be a heartbeat. */
const MOST_KINDS = 32;
/** So many of them, at nearly the same span, are a rhythm; quicker ones are a feed. */
const LEAST_BEATS = 5;
const LEAST_INTERVAL: Milliseconds = 900;
const MOST_JITTER = 0.15;
/** A span of so much more than the usual misses one at least. */
const MISSED = 1.8;
const KEPT_SPANS = 256;
const MOST_KEPT = 20;
/** Topics that are remembered. */
const MOST_TOPICS = 2000;

interface Kind {
  readonly received: boolean;
  readonly label: string;
  /** What it says beside numbers that change; null: it says something else each time. */
  content: string | null;
  /** Its numbers, which may only grow: they count, or tell the time. */
  numbers: readonly number[];
  count: number;
  lastAt: EpochMs;
  lastRow: number;
  readonly spans: number[];
  pauses: { row: number; from: EpochMs; ms: Milliseconds }[];
}

/** Creates it. Its memory is bounded. */
export function createHabitSearch(): HabitSearch {
  const kinds = new Map<string, Kind>();
  const feeds = createFeedSearch();
  const topics = new Map<string, number>();
  const twice: Subscribed[] = [];
  const runs = createRunSearch();
  let read = 0;
  let withId = 0;

  function observeBeat(message: MessageFacts): void {
    const { received, shape, label, beat, at, row, correlation } = message;
    const isWord =
      beat === "ping" || beat === "beat" || (correlation?.role === "request" && findBeat(label) === "ping");
    // What answers comes when it is asked.
    if (beat === "pong" || (correlation !== null && !isWord)) return;
    const key = `${received} ${isWord ? label : shape}`;
    const content = isWord ? "" : contentOf(message);
    const numbers = isWord ? [] : numbersOf(message);
    let kind = kinds.get(key);
    if (kind === undefined) {
      if (kinds.size >= MOST_KINDS) return;
      kind = {
        received,
        label: isWord ? label : "",
        content,
        numbers,
        count: 0,
        lastAt: at,
        lastRow: row,
        spans: [],
        pauses: [],
      };
      kinds.set(key, kind);
    }
    const { numbers: earlier } = kind;
    if (kind.content !== content || numbers.some((it, index) => it < (earlier[index] ?? 0)))
      kind.content = null;
    if (kind.content === null) return;
    kind.numbers = numbers;
    const ms = at - kind.lastAt;
    if (kind.count > 0) {
      kind.spans.push(ms);
      if (kind.spans.length > KEPT_SPANS) kind.spans.shift();
      if (kind.pauses.length < MOST_KEPT || ms > (kind.pauses.at(-1)?.ms ?? 0)) {
        kind.pauses.push({ row, from: kind.lastAt, ms });
        kind.pauses.sort((a, b) => b.ms - a.ms);
        kind.pauses.length = Math.min(kind.pauses.length, MOST_KEPT);
      }
    }
    kind.count += 1;
    kind.lastAt = at;
    kind.lastRow = row;
  }

  function observeTopic(message: MessageFacts): void {
    const { received, row, protocol } = message;
    const asked = received ? null : readSubscription(message);
    if (asked === null || asked.topics.length === 0) return;
    const topic = asked.topics.map(({ value }) => value).join(" ");
    const key = `${protocol} ${topic}`;
    if (asked.kind === "unsubscribe") {
      topics.delete(key);
      return;
    }
    const first = topics.get(key);
    if (first === undefined) {
      if (topics.size < MOST_TOPICS) topics.set(key, row);
    } else if (twice.length < MOST_KEPT) twice.push({ topic: topic.slice(0, 80), first, again: row });
  }

  return {
    observe(message, sameAs, eventId) {
      read += 1;
      if (eventId !== "") withId += 1;
      observeBeat(message);
      runs.observe(message, sameAs);
      observeTopic(message);
      feeds.observe(message);
    },
    found: () => ({
      heartbeats: [...kinds.values()].flatMap((it) => toHeartbeat(it) ?? []),
      twice: [...twice],
      read,
      withId,
      ...feeds.found(),
      ...runs.found(),
    }),
  };
}

const NUMBER = /^-?[\d.]+$/;

function numbersOf({ scalars }: MessageFacts): number[] {
  return scalars.flatMap(({ value }) => (NUMBER.test(value) ? [Number(value)] : []));
}

/** What a message says beside its numbers; null where it says too much for a heartbeat. */
function contentOf({ scalars }: MessageFacts): string | null {
  if (scalars.length > 6) return null;
  return scalars
    .filter(({ value }) => !NUMBER.test(value))
    .map(({ path, value }) => `${path}=${value}`)
    .join(" ");
}

function toHeartbeat({
  received,
  label,
  content,
  count,
  spans,
  pauses,
  lastAt,
  lastRow,
}: Kind): Heartbeat | null {
  if (content === null || count < LEAST_BEATS) return null;
  const sorted = [...spans].sort((a, b) => a - b);
  const intervalMs = sorted[Math.floor(sorted.length / 2)] as number;
  const due = sorted.filter((it) => it < intervalMs * MISSED);
  const jitterMs = due.reduce((sum, it) => sum + Math.abs(it - intervalMs), 0) / Math.max(1, due.length);
  // By its word it is one however irregular; else the rhythm must say so.
  if (intervalMs < LEAST_INTERVAL || (label === "" && jitterMs > MOST_JITTER * intervalMs)) return null;
  return {
    received,
    label,
    count,
    intervalMs,
    jitterMs,
    lastAt,
    lastRow,
    pauses: pauses.filter(({ ms }) => ms >= intervalMs * MISSED),
  };
}
