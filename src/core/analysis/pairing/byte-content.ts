/** Of as many values as there would be by chance, so many: then a byte was drawn. */
const LEAST_DRAWN = 0.6;
/** Of fewer names it is chance which of their bytes go together. */
const LEAST_NAMES = 4;
/** What follows from the bytes before is the same in so many of the names: elsewhere a fill may begin, or end. */
const LEAST_FOLLOWING = 0.8;
/** Text has letters, and blanks between its words. */
const LEAST_WORDS = 0.5;

/** How a byte may follow from those before it. */
type Step = (name: Uint8Array, at: number) => number;

/**
 * How many bytes of some names, all of one length, were drawn independently of each other. What equal bytes prove is only what could have been otherwise: bytes that count on
 * (a fill with numbers in turn), that repeat a pattern, or that all are one byte, say no more than their first; the upper bytes of a count or of a time hardly change; and of prose the same words are
 * said by both sides.
 */
export function drawnBytes(names: readonly Uint8Array[]): number {
  if (areWords(names)) return 0;
  // A byte that is drawn has so many values, of so many tries; that of a count has few, or goes round.
  const least = LEAST_DRAWN * 256 * (1 - Math.exp(-names.length / 256));
  const width = names[0]?.length ?? 0;
  let drawn = 0;
  for (let at = 0; at < width; at += 1) {
    const values = new Set(names.map((it) => it[at]));
    if (values.size >= least && !follows(names, at)) drawn += 1;
  }
  return drawn;
}

/** Whether a byte of some names that changes follows from others of them that do, so that a number of these bytes is none. */
export function repeatsItself(names: readonly Uint8Array[]): boolean {
  const width = names[0]?.length ?? 0;
  return Array.from({ length: width }, (_, at) => at).some((at) => follows(names, at));
}

/** Whether a byte that changes is one before it and a constant, in nearly all names; or goes on from the last two by their step. */
function follows(names: readonly Uint8Array[], at: number): boolean {
  if (names.length < LEAST_NAMES || !changes(names, at)) return false;
  if (at >= 2 && changes(names, at - 1) && isConstant(names, at, secondStep)) return true;
  for (let before = 0; before < at; before += 1) {
    const step: Step = (name) => ((name[at] as number) - (name[before] as number)) & 0xff;
    if (changes(names, before) && isConstant(names, at, step)) return true;
  }
  return false;
}

const secondStep: Step = (name, at) =>
  ((name[at] as number) - 2 * (name[at - 1] as number) + (name[at - 2] as number)) & 0xff;

function isConstant(names: readonly Uint8Array[], at: number, step: Step): boolean {
  const counts = new Map<number, number>();
  for (const name of names) {
    const value = step(name, at);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return Math.max(...counts.values()) >= LEAST_FOLLOWING * names.length;
}

/** A byte that nearly never changes goes with everything. */
function changes(names: readonly Uint8Array[], at: number): boolean {
  const counts = new Map<number | undefined, number>();
  for (const name of names) counts.set(name[at], (counts.get(name[at]) ?? 0) + 1);
  return Math.max(...counts.values()) < LEAST_FOLLOWING * names.length;
}

/** Whether most names are words with blanks between them: what nobody draws. */
function areWords(names: readonly Uint8Array[]): boolean {
  const words = names.filter((name) => name.includes(0x20) && name.every(isPrintable));
  return words.length >= LEAST_WORDS * names.length;
}

function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}
