import type { EpochMs, Milliseconds } from "../../units.ts";
import type { MessageFacts } from "../pairing/message-facts.ts";

/** A kind of message that one side sends at a timer's rhythm. */
export interface Feed {
  /** What tells it from other kinds; "" where it is all that is received. */
  readonly kind: string;
  readonly count: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
  readonly lastRow: number;
  /** The median of the last spans, and the longest of all. */
  readonly usualMs: Milliseconds;
  readonly longestMs: Milliseconds;
  /** The longest times in which it stood still, in order. */
  readonly pauses: readonly FeedPause[];
}

/** A time without a message of a kind, and the rows of that kind before and after it. */
export interface FeedPause {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly before: number;
  readonly after: number;
}

/** What is said seldom on a connection: it may say why a feed began or ended. */
export interface Rare {
  readonly at: EpochMs;
  readonly received: boolean;
  /** "" of what is none; and whether it was said often since: then it was the beginning of that. */
  readonly kind: string;
  readonly often: boolean;
}

/** The server's feeds on a connection, and what was said beside them. */
export interface Feeds {
  readonly feeds: readonly Feed[];
  /** In order; null where there was too much to remember. */
  readonly rare: readonly Rare[] | null;
}

/** Looks for feeds in the messages of a connection, shown to it in order. */
export interface FeedSearch {
  observe(message: MessageFacts): void;
  found(): Feeds;
}

/** A rhythm is seen in so many messages, nearly all of which come after about the usual span. */
const LEAST_MESSAGES = 100;
const STEADY_WITHIN = 0.5;
const STEADY_SHARE = 0.9;
const KEPT_SPANS = 128;
/** A feed that stands still for so long is noticed; so many such times are kept, the longest. */
export const LEAST_PAUSE: Milliseconds = 2500;
const KEPT_PAUSES = 20;
/** What was said so often is no event any more. */
const MOST_RARE = 30;
/** Kinds of message that are told apart, and rare ones that are remembered. */
const MOST_KINDS = 64;
const MOST_REMEMBERED = 1000;

interface Kind {
  count: number;
  firstAt: EpochMs;
  lastAt: EpochMs;
  lastRow: number;
  longestMs: Milliseconds;
  readonly spans: number[];
  pauses: FeedPause[];
}

/** Creates it. Its memory is bounded. */
export function createFeedSearch(): FeedSearch {
  const kinds = new Map<string, Kind>();
  const rare: Omit<Rare, "often">[] = [];
  let isTooMuch = false;

  function noteRare(at: EpochMs, received: boolean, kind = ""): void {
    if (rare.length < MOST_REMEMBERED) rare.push({ at, received, kind });
    else isTooMuch = true;
  }

  return {
    observe({ received, shape, beat, at, row, correlation }) {
      if (beat !== null) return;
      // What ends a stream, or asks and answers, is an event; what a subscription brings is a feed.
      if (correlation !== null && correlation.role !== "event") return noteRare(at, received);
      const key = `${received} ${shape}`;
      let kind = kinds.get(key);
      if (kind === undefined) {
        if (kinds.size >= MOST_KINDS) return noteRare(at, received);
        kind = { count: 0, firstAt: at, lastAt: at, lastRow: row, longestMs: 0, spans: [], pauses: [] };
        kinds.set(key, kind);
      } else {
        const span = Math.max(0, at - kind.lastAt);
        kind.spans.push(span);
        if (kind.spans.length > KEPT_SPANS) kind.spans.shift();
        kind.longestMs = Math.max(kind.longestMs, span);
        if (span >= LEAST_PAUSE)
          keepPause(kind, { from: kind.lastAt, to: at, before: kind.lastRow, after: row });
      }
      kind.count += 1;
      kind.lastAt = at;
      kind.lastRow = row;
      if (kind.count <= MOST_RARE) noteRare(at, received, key);
    },
    found: () => ({
      feeds: [...kinds].flatMap(([key, kind]) => (key.startsWith("true") ? (toFeed(key, kind) ?? []) : [])),
      rare: isTooMuch
        ? null
        : rare.map((it) => ({ ...it, often: (kinds.get(it.kind)?.count ?? 0) > MOST_RARE })),
    }),
  };
}

function keepPause(kind: Kind, pause: FeedPause): void {
  const lengthOf = ({ from, to }: FeedPause): Milliseconds => to - from;
  if (kind.pauses.length < KEPT_PAUSES) kind.pauses.push(pause);
  else if (kind.pauses.some((it) => lengthOf(it) < lengthOf(pause)))
    kind.pauses = [...kind.pauses, pause].sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, KEPT_PAUSES);
}

function toFeed(name: string, { spans, ...kind }: Kind): Feed | null {
  if (kind.count < LEAST_MESSAGES) return null;
  const sorted = [...spans].sort((a, b) => a - b);
  const usualMs = sorted[Math.floor(sorted.length / 2)] as number;
  const steady = spans.filter((it) => Math.abs(it - usualMs) <= STEADY_WITHIN * usualMs).length;
  return usualMs > 0 && steady >= STEADY_SHARE * spans.length
    ? { ...kind, kind: name, usualMs, pauses: [...kind.pauses].sort((a, b) => a.from - b.from) }
    : null;
}
