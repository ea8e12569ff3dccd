import type { EpochMs } from "../../units.ts";
import { type BeatCounts, createBeats, observeBeat } from "./beat-counts.ts";
import { type ByteSamples, createByteSamples } from "./byte-samples.ts";
import { createEchoSearch, type EchoSearch } from "./echo-search.ts";
import { createSubscriptionMatcher } from "./match-subscriptions.ts";
import type { MessageFacts } from "./message-facts.ts";
import { createKindSearch, type KindSearch } from "./order-by-kind.ts";
import { createOrderSearch, type OrderSearch } from "./order-search.ts";
import {
  addSpan,
  count,
  countEchoed,
  countForm,
  type Guess,
  MOST_SAMPLES,
  type PathCount,
  shapePair,
} from "./pair-counts.ts";
import type { SubscriptionKind } from "./subscription.ts";
import { DRAWN_BITS, valueBits } from "./value-evidence.ts";
import { createValuesSaid, noteEcho, type ValuesSaid } from "./values-said.ts";

/** Paths, shapes and guesses that are counted; a connection whose messages have more has no form to learn. */
const MOST_PATHS = 256;
const MOST_SHAPES = 256;
const MOST_GUESSES = 2048;

/** What one side says. */
export interface Side {
  readonly paths: readonly string[];
  readonly shapes: readonly string[];
  /** By path, then by shape. */
  readonly counts: readonly (readonly (PathCount | undefined)[])[];
  readonly values: ValuesSaid;
  /** Guesses about requests of this side. */
  readonly guesses: Iterable<Guess>;
  guessOf(requestPath: number, replyPath: number): Guess | null;
}

/** What has been learned of a connection so far; bounded in memory, the same for the same messages. */
export interface PairingLearner {
  observe(message: MessageFacts): void;
  readonly messages: number;
  /** When the last message was. */
  readonly lastAt: EpochMs;
  readonly page: Side;
  readonly server: Side;
  readonly pageBeats: BeatCounts;
  readonly serverBeats: BeatCounts;
  readonly echo: EchoSearch;
  readonly order: OrderSearch;
  readonly kinds: KindSearch;
  /** Binary messages of no known layout. */
  readonly bytes: ByteSamples;
  /** The page's subscriptions, by their kind. */
  readonly subscriptions: Readonly<Record<SubscriptionKind, SubscriptionCounts>>;
}

/** Subscriptions of one kind. */
export interface SubscriptionCounts {
  asked: number;
  /** Those that were confirmed at least once, and their shapes. */
  answered: number;
  readonly shapes: Set<string>;
  /** Messages that say that they confirm one. */
  confirmed: number;
  /** Those that named what was asked for. */
  matched: number;
}

interface OwnSide extends Side {
  pathOf(path: string): number;
  shapeOf(shape: string): number;
  countOf(path: number, shape: number): PathCount;
  guess(requestPath: number, replyPath: number): Guess | null;
  /** Of each guess so many are kept. */
  readonly mostSamples: number;
}

/**
 * Learns which value of a request comes back in its reply. Every scalar that one side sends may be such a value, at any path; what
 * comes back where is counted, with all that speaks against it: values that are no news, that were there before, that stand
 * there without having been sent. `judgePairing` says what that is worth. `mostSamples` are kept of each guess, with their times.
 */
export function createPairingLearner(mostSamples = MOST_SAMPLES): PairingLearner {
  const page = createSide(mostSamples);
  const server = createSide(mostSamples);
  const pageBeats = createBeats();
  const serverBeats = createBeats();
  const subscriptions = { subscribe: createCounts(), unsubscribe: createCounts() };
  const bytes = createByteSamples();
  const echo = createEchoSearch();
  const order = createOrderSearch();
  const kinds = createKindSearch();
  const matcher = createSubscriptionMatcher<{ isAnswered: boolean }>();
  let messages = 0;
  let lastAt = 0;

  function observeSubscription(message: MessageFacts): void {
    if (!message.received) {
      const kind = matcher.ask(message, () => ({ isAnswered: false }));
      if (kind === null) return;
      subscriptions[kind].asked += 1;
      if (subscriptions[kind].shapes.size < MOST_SHAPES) subscriptions[kind].shapes.add(message.shape);
      return;
    }
    const answer = matcher.answer(message);
    if (answer === null) return;
    const counts = subscriptions[answer.kind];
    counts.confirmed += 1;
    if (answer.request === null) return;
    counts.matched += 1;
    if (!answer.request.isAnswered) counts.answered += 1;
    answer.request.isAnswered = true;
  }

  return {
    page,
    server,
    pageBeats,
    serverBeats,
    echo,
    order,
    kinds,
    bytes,
    subscriptions,
    get messages() {
      return messages;
    },
    get lastAt() {
      return lastAt;
    },
    observe(message) {
      messages += 1;
      lastAt = Math.max(lastAt, message.at);
      echo.observe(message);
      order.observe(message);
      kinds.observe(message);
      if (message.correlation !== null) return;
      const own = message.received ? server : page;
      const other = message.received ? page : server;
      bytes.observe(message);
      observeScalars(own, other, message);
      observeSubscription(message);
      if (message.beat !== null) {
        const mine = message.received ? serverBeats : pageBeats;
        const theirs = message.received ? pageBeats : serverBeats;
        observeBeat(mine, theirs, message);
      }
    },
  };
}

function observeScalars(own: OwnSide, other: OwnSide, { shape: shapeText, scalars, at }: MessageFacts): void {
  const shape = own.shapeOf(shapeText);
  const paths = new Set<number>();
  for (const { path: pathText, value } of scalars) {
    const path = own.pathOf(pathText);
    if (path < 0) continue;
    const counted = own.countOf(path, shape);
    counted.seen += 1;
    countForm(counted, value);
    if (!paths.has(path)) counted.messages += 1;
    paths.add(path);
    observeKnown(own, other, { path, shape, value, at }, counted);
  }
  // Only now: a value that stands twice in one message is no answer to itself.
  for (const { path: pathText, value } of scalars) {
    const path = own.pathOf(pathText);
    if (path < 0) continue;
    const counted = own.countOf(path, shape);
    const isSaid = own.values.of(value).some((it) => it.path === path && it.shape !== shape);
    // Small numbers are the same by chance.
    if (isSaid && valueBits(value) >= DRAWN_BITS) counted.follows += 1;
    const said = own.values.say(value, path, shape, at);
    if (said === "new") continue;
    counted.repeated += 1;
    if (said === "reused") counted.reused += 1;
  }
}

/** Counts where the other side has said a value before. */
function observeKnown(
  own: OwnSide,
  other: OwnSide,
  { path, shape, value, at }: Place,
  counted: PathCount,
): void {
  const said = other.values.of(value);
  if (said.length === 0) return;
  const mine = own.values.of(value);
  // What this side has named itself, and was answered, it may name again.
  const isOwn = mine.some((one) => one.path === path && said.every((it) => one.at <= it.at));
  if (!isOwn && !/^\d+$/.test(value)) counted.known += 1;
  for (const [index, it] of said.entries()) {
    const guess = other.guess(it.path, path);
    if (guess !== null) {
      // Of one path all shapes are counted at once.
      if (said.findIndex((one) => one.path === it.path) === index) {
        const shapes = said.flatMap((one) => (one.path === it.path ? one.shape : []));
        countEchoed(guess.all, shape, shapes);
      }
      const pair = shapePair(it.shape, shape);
      const echo = noteEcho(it, path, shape, at);
      if (echo === "first") count(guess.answered, it.shape);
      if (echo !== "again") {
        addSpan(guess.first, pair, at - it.at);
        guess.samples.push({ requestAt: it.at, replyAt: at, value, pair });
        if (guess.samples.length > other.mostSamples) guess.samples.shift();
      }
    }
    // What this side had said there itself, before the other did, is used again.
    if (mine.some((one) => one.path === path && one.at <= it.at)) continue;
    const backwards = own.guess(path, it.path);
    if (backwards !== null) count(backwards.before, shapePair(shape, it.shape));
  }
}

/** A value, and where it stands. */
interface Place {
  readonly path: number;
  readonly shape: number;
  readonly value: string;
  readonly at: EpochMs;
}

function createCounts(): SubscriptionCounts {
  return { asked: 0, answered: 0, shapes: new Set(), confirmed: 0, matched: 0 };
}

function createSide(mostSamples: number): OwnSide {
  const paths: string[] = [];
  const shapes: string[] = [];
  const pathIds = new Map<string, number>();
  const shapeIds = new Map<string, number>();
  const counts: (PathCount | undefined)[][] = [];
  const guesses = new Map<number, Guess>();

  return {
    mostSamples,
    paths,
    shapes,
    counts,
    values: createValuesSaid(),
    get guesses() {
      return guesses.values();
    },
    guessOf: (requestPath, replyPath) => guesses.get(requestPath * MOST_PATHS + replyPath) ?? null,
    pathOf: (path) => idOf(path, paths, pathIds, MOST_PATHS),
    // What is too much shares the last one.
    shapeOf: (shape) => {
      const id = idOf(shape, shapes, shapeIds, MOST_SHAPES - 1);
      if (id >= 0) return id;
      shapes[MOST_SHAPES - 1] = "…";
      return MOST_SHAPES - 1;
    },
    countOf(path, shape) {
      let byShape = counts[path];
      if (byShape === undefined) {
        byShape = [];
        counts[path] = byShape;
      }
      let found = byShape[shape];
      if (found === undefined) {
        found = { seen: 0, messages: 0, repeated: 0, reused: 0, known: 0, follows: 0, forms: new Map() };
        byShape[shape] = found;
      }
      return found;
    },
    guess(requestPath, replyPath) {
      const key = requestPath * MOST_PATHS + replyPath;
      const found = guesses.get(key);
      if (found !== undefined) return found;
      if (guesses.size >= MOST_GUESSES) return null;
      const made: Guess = {
        requestPath,
        replyPath,
        answered: new Map(),
        first: new Map(),
        all: new Map(),
        before: new Map(),
        samples: [],
      };
      guesses.set(key, made);
      return made;
    },
  };
}

function idOf(text: string, list: string[], ids: Map<string, number>, most: number): number {
  const found = ids.get(text);
  if (found !== undefined) return found;
  if (list.length >= most) return -1;
  ids.set(text, list.length);
  list.push(text);
  return list.length - 1;
}
