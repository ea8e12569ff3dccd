/** A text as far as it is read here. A string is one; a long one is in pieces, since to make it one string takes a task of its own. */
export interface LongText {
  readonly length: number;
  /** NaN where there is none. */
  charCodeAt(at: number): number;
  /** Where a single sign is next; -1 is nowhere. */
  indexOf(sign: string, from?: number): number;
  slice(from: number, to?: number): string;
}

/** Signs in a piece: a power of two, for a place to be found quickly; a string of so many is made in well below a millisecond. */
const PIECE_BITS = 18;
const PIECE_LENGTH = 1 << PIECE_BITS;
const PIECE_MASK = PIECE_LENGTH - 1;

/** Puts a text together. */
export interface LongTextWriter {
  add(text: string): void;
  /** All that was added; a string where it is short. */
  done(): LongText;
}

/** Creates a writer. */
export function createLongTextWriter(): LongTextWriter {
  const pieces: string[] = [];
  let rest = "";
  return {
    add(text) {
      rest += text;
      if (rest.length < PIECE_LENGTH) return;
      let at = 0;
      for (; rest.length - at >= PIECE_LENGTH; at += PIECE_LENGTH)
        pieces.push(rest.slice(at, at + PIECE_LENGTH));
      rest = rest.slice(at);
    },
    done() {
      if (pieces.length === 0) return rest;
      pieces.push(rest);
      rest = "";
      return createLongText(pieces);
    },
  };
}

/** Of pieces that all but the last have the same length. */
function createLongText(pieces: readonly string[]): LongText {
  const length = (pieces.length - 1) * PIECE_LENGTH + (pieces.at(-1)?.length ?? 0);
  const text: LongText = {
    length,
    charCodeAt: (at) => pieces[at >> PIECE_BITS]?.charCodeAt(at & PIECE_MASK) ?? Number.NaN,
    indexOf(sign, from = 0) {
      let within = from & PIECE_MASK;
      for (let index = from >> PIECE_BITS; index < pieces.length; index += 1) {
        const found = (pieces[index] as string).indexOf(sign, within);
        if (found !== -1) return index * PIECE_LENGTH + found;
        within = 0;
      }
      return -1;
    },
    slice(from, to = length) {
      const end = Math.min(to, length);
      const first = from >> PIECE_BITS;
      const last = Math.max(0, end - 1) >> PIECE_BITS;
      if (end <= from) return "";
      if (first === last) {
        return (pieces[first] as string).slice(from & PIECE_MASK, ((end - 1) & PIECE_MASK) + 1);
      }
      const parts = [(pieces[first] as string).slice(from & PIECE_MASK)];
      for (let index = first + 1; index < last; index += 1) parts.push(pieces[index] as string);
      parts.push((pieces[last] as string).slice(0, ((end - 1) & PIECE_MASK) + 1));
      return parts.join("");
    },
  };
  return text;
}

/** All of a text as one string. */
export function wholeText(text: LongText): string {
  return typeof text === "string" ? text : text.slice(0);
}
