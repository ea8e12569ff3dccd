import type { EpochMs } from "../../units.ts";
import { type ByteField, HEAD_BYTES, parseBytePath, readByteField, toBytePath } from "./byte-field.ts";
import type { ByteSample, ByteSamples } from "./byte-samples.ts";
import { total } from "./count-shapes.ts";
import { type BytePair, type CountedFrom, comparePlaces, findByteFields } from "./find-byte-fields.ts";
import { followInTime } from "./is-coincidence.ts";
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
/** Kinds of message are told apart by a byte, near the beginning, that has few values. */
const LAST_TYPE = 12;
const MOST_TYPES = 24;
/** A kind belongs to those of which so many are requests or replies. */
const LEAST_OF_TYPE = 0.5;
/** Messages that say again all that the other side has said are its echo, and answer nothing. */
const MOST_ECHOED = 0.5;

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
        const verdict = yield* judgePlace(samples.list, pair, askedByServer, wanted.has(nameOf(pair)));
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
): Generator<void, Verdict | null> {
  const matches = matchesOf(samples, request, reply, askedByServer);
  const isRequest = (it: ByteSample) => it.received === askedByServer;
  const layout: ByteLayout = {
    requestTypeAt: findType(samples.filter(isRequest), request, matches.requests),
    replyTypeAt: findType(
      samples.filter((it) => !isRequest(it)),
      reply,
      matches.replies,
    ),
  };
  const learner = createPairingLearner();
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
  const isDoubtful =
    (!isDrawn &&
      !followInTime(
        guess.samples,
        request.width > 2 && request.form !== "varint",
        othersOf(samples.filter(isRequest), layout.requestTypeAt, matches.requests),
      )) ||
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

/** When messages of the kinds of which some match were sent that do not. */
function othersOf(
  samples: readonly ByteSample[],
  typeAt: number | null,
  matching: ReadonlySet<ByteSample>,
): EpochMs[] {
  const typeOf = ({ head }: ByteSample) => (typeAt === null ? -1 : head[typeAt]);
  const types = new Set(Array.from(matching, typeOf));
  return samples.filter((it) => !matching.has(it) && types.has(typeOf(it))).map(({ at }) => at);
}

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

/** So nearly always the same follows each of the values, which are at least so many: kinds of message take turns less strictly. */
const LEAST_ROUND = 0.95;
const LEAST_IN_ROUND = 3;

/** Whether a byte goes round, as the lower one of a count or of a time that goes on by the same step. */
function isRound(samples: readonly ByteSample[], at: number): boolean {
  const next = new Map<number, Map<number, number>>();
  for (const [index, { head }] of samples.entries()) {
    const before = samples[index - 1]?.head[at];
    const value = head[at];
    if (before === undefined || value === undefined) continue;
    const followers = next.get(before) ?? new Map<number, number>();
    followers.set(value, (followers.get(value) ?? 0) + 1);
    next.set(before, followers);
  }
  if (next.size < LEAST_IN_ROUND) return false;
  let usual = 0;
  let all = 0;
  for (const [value, followers] of next) {
    const [most] = [...followers].sort((a, b) => b[1] - a[1]);
    if (most !== undefined && most[0] !== value) usual += most[1];
    for (const count of followers.values()) all += count;
  }
  return usual >= LEAST_ROUND * all;
}

/** The byte that tells those which match from all others; null where there is none, or nothing to tell apart. */
function findType(
  samples: readonly ByteSample[],
  { at, width, behind }: ByteField,
  matching: ReadonlySet<ByteSample>,
): number | null {
  let best: { readonly typeAt: number; readonly fit: number } | null = null;
  for (let typeAt = 0; typeAt < LAST_TYPE; typeAt += 1) {
    if (behind === undefined && typeAt >= at && typeAt < at + width) continue;
    const counts = new Map<number, { all: number; own: number }>();
    // What takes each of its values once, one after the other, is the upper byte of a count.
    let changes = 0;
    let before = -1;
    for (const sample of samples) {
      const type = sample.head[typeAt] ?? -1;
      if (type !== before) changes += 1;
      before = type;
      const count = counts.get(type) ?? { all: 0, own: 0 };
      count.all += 1;
      if (matching.has(sample)) count.own += 1;
      counts.set(type, count);
    }
    if (counts.size > MOST_TYPES || counts.size > samples.length / 3 || changes < 2 * (counts.size - 1))
      continue;
    let fit = 0;
    for (const { all, own } of counts.values()) fit += own >= LEAST_OF_TYPE * all ? own : all - own;
    // The first that tells as much: types stand at the beginning.
    if ((best === null || fit > best.fit) && !isRound(samples, typeAt)) best = { typeAt, fit };
  }
  return best?.typeAt ?? null;
}
