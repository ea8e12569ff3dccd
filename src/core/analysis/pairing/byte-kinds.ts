import type { EpochMs } from "../../units.ts";
import type { ByteField } from "./byte-field.ts";
import type { ByteSample } from "./byte-samples.ts";

/** Kinds of message are told apart by a byte, near the beginning, that has few values. */
const LAST_TYPE = 12;
const MOST_TYPES = 24;
/** A kind belongs to those of which so many are requests or replies. */
const LEAST_OF_TYPE = 0.5;

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
export function findType(
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

/** The kinds of which most match. */
export function ownTypes(
  samples: readonly ByteSample[],
  typeAt: number | null,
  matching: ReadonlySet<ByteSample>,
): ReadonlySet<number> {
  const counts = new Map<number, number>();
  for (const sample of samples) {
    const type = typeOf(sample, typeAt);
    counts.set(type, (counts.get(type) ?? 0) + (matching.has(sample) ? 1 - LEAST_OF_TYPE : -LEAST_OF_TYPE));
  }
  return new Set([...counts].flatMap(([type, count]) => (count >= 0 ? type : [])));
}

function typeOf({ head }: ByteSample, typeAt: number | null): number {
  return typeAt === null ? -1 : (head[typeAt] ?? -1);
}

/** When messages of the kinds of which some match were sent that do not. */
export function othersOf(
  samples: readonly ByteSample[],
  typeAt: number | null,
  matching: ReadonlySet<ByteSample>,
): EpochMs[] {
  const types = new Set(Array.from(matching, (it) => typeOf(it, typeAt)));
  return samples.filter((it) => !matching.has(it) && types.has(typeOf(it, typeAt))).map(({ at }) => at);
}
