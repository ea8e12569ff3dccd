import { type ByteField, HEAD_BYTES, parseBytePath, readByteField, toBytePath } from "./byte-field.ts";
import { findType, othersOf, ownTypes } from "./byte-kinds.ts";
import type { ByteSample, ByteSamples } from "./byte-samples.ts";
import { total } from "./count-shapes.ts";
import { type BytePair, type CountedFrom, comparePlaces, findByteFields } from "./find-byte-fields.ts";
import { followInTime } from "./is-coincidence.ts";
import { isReordered } from "./is-reordered.ts";
import { judgeGuess, type Verdict } from "./judge-guess.ts";
import { createPairingLearner } from "./learn-pairing.ts";
import type { ByteLayout, KeyRule } from "./pairing-rule.ts";
import { toByteFacts } from "./to-byte-facts.ts";
import { valueBits } from "./value-evidence.ts";

/** Messages of each side, below which nothing is looked for. */
const LEAST_MESSAGES = 6;
/**
 * What the pairs must prove beyond what is asked of a member with a name, as a power of two: there are some 2^13 places, forms and
 * kinds of message to try, so that chance has as many tries.
 */
const LEAST_BITS = 24;
const LEAST_PAIRS = 6;
/** Of the requests of the kinds that are answered. */
const LEAST_ANSWERED = 0.7;
/** Messages that say again all that the other side has said are its echo, and answer nothing. */
const MOST_ECHOED = 0.5;

/** Where a value is to come back once, so many times does it on average at most. */
const MOST_ONCE = 1.05;

/** Messages between which others can have their turn. */
const LEARNED_AT_ONCE = 64;

/** From where the places are counted that are looked at: of the request, and of the reply. */
const PLACES: readonly (readonly [CountedFrom, CountedFrom])[] = [
  ["head", "head"],
  ["text", "text"],
  ["text", "head"],
  ["head", "text"],
  ["tail", "tail"],
];

const NO_SHAPES: ReadonlySet<number> = new Set();

/**
 * Says whether a number or name at a fixed place of binary messages pairs them, in steps between which others can have their turn.
 * Places are found by what comes back there; what is asked of them then is what is asked of a member of JSON, and more.
 */
export function* judgeBytes(
  samples: ByteSamples,
  refused: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
): Generator<void, KeyRule | null> {
  if (samples.sent < LEAST_MESSAGES || samples.received < LEAST_MESSAGES) return null;
  const asked = [samples.list.length, ...[...refused].sort(), "·", ...[...wanted].sort()].join("\n");
  if (samples.found?.asked === asked) return samples.found.rule;
  let best: { readonly verdict: Verdict; readonly pair: BytePair } | null = null;
  for (const from of PLACES) {
    // What stands at the end is looked for where nothing else pairs.
    if (from[0] === "tail" && (best !== null || areAllAsLong(samples.list))) continue;
    for (const askedByServer of [false, true]) {
      const found = yield* findByteFields(samples.list, askedByServer, from);
      for (const pair of found) {
        if (isRefused(pair, refused)) continue;
        const isWanted = wanted.has(nameOf(pair));
        const verdict =
          (yield* judgePlace(samples.list, pair, askedByServer, isWanted, false)) ??
          (yield* judgePlace(samples.list, pair, askedByServer, isWanted, true));
        if (verdict === null) continue;
        const { pairs } = verdict.rule;
        const before = best?.verdict.rule.pairs ?? 0;
        const isBetter =
          pairs === before && best !== null ? comparePlaces(pair, best.pair) < 0 : pairs > before;
        if (isBetter) best = { verdict, pair };
      }
    }
  }
  const rule = best?.verdict.rule ?? null;
  samples.found = { asked, rule };
  return rule;
}

/** Whether the messages of each side are of one length: then a place counted from the end is one from the beginning, by another name. */
function areAllAsLong(samples: readonly ByteSample[]): boolean {
  return [true, false].every((received) => {
    const lengths = new Set(samples.filter((it) => it.received === received).map(({ head }) => head.length));
    return lengths.size === 1 && !lengths.has(HEAD_BYTES);
  });
}

function nameOf({ request, reply }: Pick<BytePair, "request" | "reply">): string {
  const [from, to] = [toBytePath(request), toBytePath(reply)];
  return from === to ? from : `${from} → ${to}`;
}

/** Whether a place shares a byte with one that the reader has refused: it would be the same number by another name. */
function isRefused({ request }: BytePair, refused: ReadonlySet<string>): boolean {
  for (const name of refused) {
    const place = parseBytePath(name.split(" → ")[0] as string);
    // Behind a text is nowhere else.
    if (place === null || (place.behind === undefined) !== (request.behind === undefined)) continue;
    if (place.at < request.at + request.width && request.at < place.at + place.width) return true;
  }
  return false;
}

function* judgePlace(
  samples: readonly ByteSample[],
  { request, reply }: BytePair,
  askedByServer: boolean,
  isBelieved: boolean,
  /** All kinds of requests share their numbers, and all kinds of replies. */
  isShared: boolean,
): Generator<void, Verdict | null> {
  const matches = matchesOf(samples, request, reply, askedByServer);
  const isRequest = (it: ByteSample) => it.received === askedByServer;
  const asking = samples.filter(isRequest);
  const answering = samples.filter((it) => !isRequest(it));
  const requestTypeAt = findType(asking, request, matches.requests);
  const replyTypeAt = findType(answering, reply, matches.replies);
  // Of a number that is not used again before all others were, kinds need not be told apart.
  if (isShared && (request.width > 2 || request.form === "bytes" || matches.echoed > 0)) return null;
  const layout: ByteLayout = {
    requestTypeAt,
    replyTypeAt,
    requestTypes: isShared ? ownTypes(asking, requestTypeAt, matches.requests) : null,
    replyTypes: isShared ? ownTypes(answering, replyTypeAt, matches.replies) : null,
  };
  const learner = createPairingLearner(samples.length);
  const asks = askedByServer ? "server" : "page";
  const rule = { asks, requestPath: toBytePath(request), replyPath: toBytePath(reply), layout } as const;
  for (const [index, sample] of samples.entries()) {
    if (index % LEARNED_AT_ONCE === 0) yield;
    learner.observe({ ...toByteFacts({ ...EMPTY, ...sample }, rule), head: null });
  }
  const [asker, answerer] = askedByServer ? [learner.server, learner.page] : [learner.page, learner.server];
  const guess = [...asker.guesses][0];
  if (guess === undefined) return null;
  const verdict = judgeGuess(asks, asker, answerer, guess, NO_SHAPES, NO_SHAPES, learner.lastAt, isBelieved);
  if (verdict === null) return null;
  const { pairs } = verdict.rule;
  const values = guess.samples.map(({ value }) => value);
  const bits = Math.min(...values.map(valueBits));
  const isEcho = matches.echoed > MOST_ECHOED * pairs;
  // Below 128 a varint is a byte; what is read above, where there is none, is noise.
  const isNoVarint =
    request.form === "varint" && values.filter((it) => Number(it) > 127).length < LEAST_PAIRS;
  const asked = total(asker.counts[guess.requestPath] ?? [], verdict.requestShapes, "seen");
  const isDrawn = request.form === "bytes";
  const said = total(answerer.counts[guess.replyPath] ?? [], verdict.replyShapes, "seen");
  const isOnce = said <= MOST_ONCE * pairs;
  const isDoubtful =
    (!isDrawn &&
      !(isOnce && isReordered(guess.samples)) &&
      (isShared ||
        !followInTime(
          guess.samples,
          request.width > 2 && request.form !== "varint",
          othersOf(asking, layout.requestTypeAt, matches.requests),
        ))) ||
    pairs < LEAST_PAIRS ||
    pairs * bits < LEAST_BITS ||
    pairs < LEAST_ANSWERED * asked ||
    isEcho ||
    isNoVarint;
  if (isDoubtful && !isBelieved) return null;
  return { ...verdict, rule: { ...verdict.rule, layout } };
}

const EMPTY = {
  row: 0,
  shape: "binary",
  label: "",
  beat: null,
  correlation: null,
  protocol: "",
  scalars: [],
  tail: null,
} as const;

/** Which messages have a value that comes back, and which have one that was said. */
function matchesOf(
  samples: readonly ByteSample[],
  request: ByteField,
  reply: ByteField,
  askedByServer: boolean,
): { requests: ReadonlySet<ByteSample>; replies: ReadonlySet<ByteSample>; echoed: number } {
  const said = new Map<string, ByteSample>();
  const requests = new Set<ByteSample>();
  const replies = new Set<ByteSample>();
  let echoed = 0;
  for (const sample of samples) {
    const isRequest = sample.received === askedByServer;
    const value = readByteField(sample, isRequest ? request : reply);
    if (value === null) continue;
    if (isRequest) {
      said.set(value, sample);
      continue;
    }
    const before = said.get(value);
    if (before === undefined) continue;
    if (!requests.has(before) && isSame(before.head, sample.head)) echoed += 1;
    requests.add(before);
    replies.add(sample);
  }
  return { requests, replies, echoed };
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
