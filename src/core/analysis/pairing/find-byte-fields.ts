import { drawnBytes, repeatsItself } from "./byte-content.ts";
import { type ByteField, type BytePlace, bytesAt, type MessageEnds, TAIL_BYTES } from "./byte-field.ts";
import type { ByteSample } from "./byte-samples.ts";
import { findTextPlaces } from "./text-place.ts";

/** Two places that may hold the same name: of a request and of its reply. */
export interface BytePair {
  readonly request: ByteField;
  readonly reply: ByteField;
  /** Messages of the asking side whose value came back there, and times that it did. */
  readonly pairs: number;
  readonly hits: number;
  /** Bytes that differ from pair to pair: those that name. */
  readonly varying: number;
  /** The usual value, of what is a number. */
  readonly usual: number;
}

/** What names a request begins within so many bytes. */
const LAST_START = 24;
/** What follows a text begins so soon behind it. */
const LAST_BEHIND = 8;

/** From where places are counted: a message's beginning, its end, or that of a text in it. */
export type CountedFrom = "head" | "tail" | "text";

/** Places of one width that are looked at closely, of those that pair most. */
const MOST_OF_A_WIDTH = 5;
const WIDTHS = [1, 2, 4, 8, 12, 16] as const;
/** A value that is the same in nearly all messages names none of them. */
const LEAST_VALUES = 6;
/** Of all messages so many at least: others may be of a kind that is not answered. */
const LEAST_SHARE = 0.1;
/** Bytes of a name that was drawn by chance all differ, but for a version's, a variant's. */
const LEAST_VARYING = 0.8;
const NOTHING = new Uint8Array();
/** A byte that has so many values varies. */
const VARYING_VALUES = 6;

/**
 * Finds the places at which one side says again what the other has said in binary messages, some of each width, in steps of two places
 * each. It proves nothing yet: the same bytes are often the same by chance.
 */
export function* findByteFields(
  samples: readonly ByteSample[],
  askedByServer: boolean,
  [requestFrom, replyFrom]: readonly [CountedFrom, CountedFrom],
): Generator<void, BytePair[]> {
  const likely: BytePair[] = [];
  const isRequest = (it: ByteSample): boolean => it.received === askedByServer;
  const isReply = (it: ByteSample): boolean => it.received !== askedByServer;
  const requestPlaces = placesOf(requestFrom, samples.filter(isRequest));
  const replyPlaces = placesOf(replyFrom, samples.filter(isReply));
  if (requestPlaces.length === 0 || replyPlaces.length === 0) return likely;
  // Where a varint begins is not known from its end.
  for (const width of requestFrom === "head" && replyFrom === "head"
    ? ([...WIDTHS, "varint"] as const)
    : WIDTHS) {
    const requests = yield* tellingValues(samples, width, requestPlaces, isRequest);
    const found: BytePair[] = [];
    const replies = yield* tellingValues(samples, width, replyPlaces, isReply);
    for (const request of requests) {
      for (const reply of replies) {
        yield;
        const pair = compare(samples, request, reply, width);
        if (pair !== null) found.push(pair);
      }
    }
    // Of each width some: in one byte noise is the same so often that it would leave no room for others.
    found.sort((a, b) => b.pairs - a.pairs || comparePlaces(a, b));
    likely.push(...found.slice(0, MOST_OF_A_WIDTH));
  }
  return likely;
}

/** The places that are looked at in the messages of one side. */
function placesOf(from: CountedFrom, samples: readonly ByteSample[]): BytePlace[] {
  if (from === "head") return Array.from({ length: LAST_START }, (_, at) => ({ at }));
  if (from === "tail") return Array.from({ length: TAIL_BYTES }, (_, at) => ({ at: at - TAIL_BYTES }));
  return findTextPlaces(samples.map(({ head }) => head)).flatMap((behind) =>
    Array.from({ length: LAST_BEHIND }, (_, at) => ({ at, behind })),
  );
}

/** What stands at each place, by sample; null of messages of the other side, and of what is too short. */
type Values = readonly (number | string | null)[];

/** A place with what stands there. */
interface Telling {
  readonly place: BytePlace;
  readonly values: Values;
}

/** By place, of those where there is something to tell messages by. */
function* tellingValues(
  samples: readonly ByteSample[],
  width: number | "varint",
  places: readonly BytePlace[],
  isOwn: (sample: ByteSample) => boolean,
): Generator<void, Telling[]> {
  const telling: Telling[] = [];
  for (const place of places) {
    yield;
    const values = samples.map((sample) => (isOwn(sample) ? windowAt(sample, place, width) : null));
    if (isTelling(values)) telling.push({ place, values });
  }
  return telling;
}

/** Some bytes as what can be compared. */
function windowAt(ends: MessageEnds, place: BytePlace, width: number | "varint"): number | string | null {
  if (width === "varint") {
    let value = 0;
    for (let index = 0; index < 5; index += 1) {
      const byte = ends.head[place.at + index];
      if (byte === undefined) return null;
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return value;
    }
    return null;
  }
  const bytes = bytesAt(ends, place, width);
  if (bytes === null) return null;
  return width > 4 ? String.fromCharCode(...bytes) : bytes.reduce((sum, it) => sum * 256 + it, 0);
}

function isTelling(values: Values): boolean {
  const seen = new Set<number | string>();
  let count = 0;
  for (const value of values) {
    if (value === null) continue;
    count += 1;
    seen.add(value);
  }
  return seen.size >= LEAST_VALUES && seen.size >= LEAST_SHARE * count;
}

function compare(
  samples: readonly ByteSample[],
  { place: requestAt, values: asked }: Telling,
  { place: replyAt, values: answered }: Telling,
  width: number | "varint",
): BytePair | null {
  const said = new Map<number | string, number>();
  const paired = new Set<number>();
  let asks = 0;
  let hits = 0;
  for (let index = 0; index < samples.length; index += 1) {
    const request = asked[index] ?? null;
    if (request !== null) {
      said.set(request, index);
      asks += 1;
      continue;
    }
    const reply = answered[index] ?? null;
    const before = reply === null ? undefined : said.get(reply);
    if (before === undefined) continue;
    hits += 1;
    paired.add(before);
  }
  const pairs = paired.size;
  if (pairs < LEAST_VALUES || pairs < LEAST_SHARE * asks) return null;
  const count = width === "varint" ? 1 : width;
  const names = Array.from(paired, (it) => bytesAt(samples[it] as ByteSample, requestAt, count) ?? NOTHING);
  const varying = Array.from({ length: count }, (_, n) => new Set(names.map((it) => it[n])).size);
  if (!varying.some((it) => it >= Math.min(VARYING_VALUES, pairs))) return null;
  const own = varying.filter((it) => it > 1).length;
  const read = readAs(names, width);
  if (read === null) return null;
  const field = (place: BytePlace): ByteField => ({
    ...place,
    width: width === "varint" ? 5 : width,
    form: read.form,
  });
  const { usual } = read;
  return { request: field(requestAt), reply: field(replyAt), pairs, hits, varying: own, usual };
}

/** How the bytes are to be read: a number in the order in which the usual value is lower; null where they are no one thing. */
function readAs(
  names: readonly Uint8Array[],
  width: number | "varint",
): { readonly form: ByteField["form"]; readonly usual: number } | null {
  if (width === "varint") return { form: "varint", usual: 0 };
  // One of them says as much: that is looked at by itself.
  if (repeatsItself(names)) return null;
  if (width <= 8) {
    const [big, little] = [usualOf(names, "be"), usualOf(names, "le")];
    const usual = Math.min(big, little);
    // What only looks like a name drawn by chance may be a count.
    if (width <= 4 || usual <= Number.MAX_SAFE_INTEGER) return { form: big <= little ? "be" : "le", usual };
  }
  return drawnBytes(names) >= LEAST_VARYING * width
    ? { form: "bytes", usual: Number.POSITIVE_INFINITY }
    : null;
}

function usualOf(names: readonly Uint8Array[], form: "be" | "le"): number {
  const values = names.map((it) => {
    const add = (sum: number, byte: number) => sum * 256 + byte;
    return form === "be" ? it.reduce(add, 0) : it.reduceRight(add, 0);
  });
  return values.sort((a, b) => a - b)[values.length >> 1] as number;
}

const WIDTHS_BY_USE: readonly number[] = [4, 2, 8, 16, 12, 1, 5];

/**
 * Of places that pair as many, the better one first: it leaves out nothing that varies, and takes in nothing that does not; it is of a
 * usual width, a low number where it counts, and at a place that is a multiple of its width.
 */
export function comparePlaces(one: BytePair, other: BytePair): number {
  const isVarint = ({ request }: BytePair) => Number(request.form === "varint");
  const wasted = ({ request: { width }, varying }: BytePair) => (width > 8 ? width - varying : 0);
  const use = ({ request: { width } }: BytePair) => WIDTHS_BY_USE.indexOf(width);
  const isOdd = ({ request: { at, width } }: BytePair) => Number(at % width !== 0);
  return (
    isVarint(one) - isVarint(other) ||
    other.varying - one.varying ||
    wasted(one) - wasted(other) ||
    use(one) - use(other) ||
    (one.usual === other.usual ? 0 : one.usual - other.usual) ||
    isOdd(one) - isOdd(other)
  );
}
