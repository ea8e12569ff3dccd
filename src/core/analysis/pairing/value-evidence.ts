/** Values that prove so much each were drawn by chance, to be nobody else's. */
export const DRAWN_BITS = 8;

/** What one value proves that comes back: so many times must one guess to hit it, as a power of two. */
export function valueBits(value: string): number {
  if (/^-?\d+$/.test(value)) return value.length <= 6 ? 1 : Math.min(24, (value.length - 5) * 3);
  const digits = value.replace(/\D/g, "").length;
  // Words are few; letters and digits together are drawn by chance, most often (UUID, nanoid, `Math.random()`).
  if (digits === 0) return value.length >= 16 && /[a-z]/.test(value) && /[A-Z]/.test(value) ? 24 : 2;
  if (value.length - digits >= 3 && digits <= 4 && /^[^\d]+\d+$/.test(value)) return 2;
  return Math.min(32, Math.max(2, (value.length - 4) * 3));
}

/** Of names that were drawn so many prove it, at least. */
const DRAWN_SHARE = 0.75;

/** What each of some values proves at least: among those of one length that were drawn some have no digit, or nothing else, by chance. */
export function leastBits(values: readonly string[]): number {
  const bits = values.map(valueBits);
  const drawn = bits.filter((it) => it >= DRAWN_BITS);
  const isOfOneLength = values.every((it) => it.length === values[0]?.length);
  const least = Math.min(...(isOfOneLength && drawn.length >= DRAWN_SHARE * values.length ? drawn : bits));
  return least < DRAWN_BITS && isOfOneLength ? Math.max(least, drawnBits(values)) : least;
}

/** Of fewer values it is chance which characters they have. */
const LEAST_DRAWN = 12;
/** Letters and digits stand in so many of them, each. */
const MIXED_SHARE = 0.5;
/** A count, or what begins with a time, mostly goes up. */
const MOST_ASCENDING = 0.75;

/**
 * What each of some short names proves by how many characters stand at each of its places: those of a word or a count are few, or follow from the others; 0
 * where nothing is known. `values` are in the order in which they were said.
 */
function drawnBits(values: readonly string[]): number {
  const length = values[0]?.length ?? 0;
  if (values.length < LEAST_DRAWN || new Set(values).size < values.length) return 0;
  const mixed = (of: RegExp) => values.filter((it) => of.test(it)).length >= MIXED_SHARE * values.length;
  if (!mixed(/\d/) || !mixed(/[a-z]/i)) return 0;
  const ascending = values.filter((it, index) => index > 0 && it > (values[index - 1] as string)).length;
  if (ascending > MOST_ASCENDING * values.length) return 0;
  let bits = 0;
  for (let at = 0; at < length; at += 1) {
    const times = new Map<string, number>();
    for (const it of values) times.set(it[at] as string, (times.get(it[at] as string) ?? 0) + 1);
    let same = 0;
    for (const count of times.values()) same += (count / values.length) ** 2;
    bits -= Math.log2(same);
  }
  return Math.min(24, bits);
}

/** The number that a value counts: 17 of `17` and of `req-17`; null of what does not end in a number. */
export function counterOf(value: string): number | null {
  const found = /^([^\d]{0,40})(\d{1,15})$/.exec(value);
  return found === null ? null : Number(found[2]);
}

/** Digits to the base of 16 of one length, as a count in a line of text has them. */
const HEX_COUNT = /^[0-9A-F]{2,8}$|^[0-9a-f]{2,8}$/;

/** Some values as they count: where all of them are hexadecimal digits of one length, some of them letters, they are those numbers. */
export function asCounts<T extends { readonly value: string }>(samples: readonly T[]): readonly T[] {
  const length = samples[0]?.value.length;
  const isHex =
    samples.every(({ value }) => value.length === length && HEX_COUNT.test(value)) &&
    samples.some(({ value }) => /\d/.test(value)) &&
    samples.some(({ value }) => /[a-f]/i.test(value));
  return isHex ? samples.map((it) => ({ ...it, value: String(Number.parseInt(it.value, 16)) })) : samples;
}
