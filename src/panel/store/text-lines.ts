import { type ReadonlySignal, signal } from "@preact/signals";
import type { LongText } from "../../core/format/long-text.ts";
import { SLICE_LENGTH, type Slices } from "../../core/format/slices.ts";
import { inSlices } from "./in-slices.ts";

/** A text cut into lines that fit a width, by where they begin. */
export interface TextLines {
  /** Grows while a long text is gone through. */
  readonly count: ReadonlySignal<number>;
  /** All of it has been gone through. */
  readonly whole: ReadonlySignal<boolean>;
  /** Columns of the longest line so far, at most the width. */
  readonly widest: ReadonlySignal<number>;
  line(index: number): string;
  /** Where a line begins in the text. */
  startOf(index: number): number;
  /** The line in which a place of the text is; the last one so far where it has not been reached. */
  lineOf(place: number): number;
  dispose(): void;
}

/** Words up to this length are not broken at the end of a line. */
const LONGEST_WORD = 24;

/** Where lines are not wrapped, one still ends here: no browser draws a line of megabytes in time. */
export const UNWRAPPED_COLUMNS = 5000;

/** Lines are found in one pass, so that 50 MB in a single line are no more work than in a million. */
export function createTextLines(text: LongText, columns: number): TextLines {
  const width = Math.max(8, columns);
  const count = signal(1);
  const widest = signal(0);
  const whole = signal(false);
  let starts = new Uint32Array(1024);
  let found = 1;
  let longest = 0;

  function begin(at: number): void {
    if (found === starts.length) {
      const grown = new Uint32Array(found * 2);
      grown.set(starts);
      starts = grown;
    }
    starts[found] = at;
    found += 1;
  }

  function* layOut(): Slices<null> {
    let column = 0;
    // The last place where a word begins, and the column there.
    let word = 0;
    let wordColumn = 0;
    let sliceEnd = SLICE_LENGTH;
    for (let index = 0; index < text.length; index += 1) {
      if (index >= sliceEnd) {
        yield index / text.length;
        sliceEnd = index + SLICE_LENGTH;
      }
      const code = text.charCodeAt(index);
      if (code === 0x0a) {
        begin(index + 1);
        if (column > longest) longest = column;
        column = 0;
        continue;
      }
      const isPair = code >= 0xd800 && code <= 0xdbff;
      const taken = code < 0x300 ? (code === 0x09 ? 8 - (column % 8) : 1) : widthOf(code);
      if (column + taken > width) {
        longest = width;
        const isNear = word > (starts[found - 1] as number) && index - word < LONGEST_WORD;
        begin(isNear ? word : index);
        column = isNear ? column - wordColumn : 0;
        word = 0;
      }
      column += taken;
      if (code === 0x20) {
        word = index + 1;
        wordColumn = column;
      }
      if (isPair) index += 1;
    }
    if (column > longest) longest = column;
    return null;
  }

  const tell = () => {
    count.value = found;
    widest.value = longest;
  };
  const finish = () => {
    tell();
    whole.value = true;
  };
  const work = inSlices(layOut(), finish, undefined, tell);

  return {
    count,
    whole,
    widest,
    line(index) {
      const end = index + 1 < found ? (starts[index + 1] as number) : text.length;
      // The last line so far may be the rest of the text.
      const start = starts[index] as number;
      return showControls(text.slice(start, Math.min(end, start + UNWRAPPED_COLUMNS + LONGEST_WORD)));
    },
    startOf: (index) => starts[index] as number,
    lineOf(place) {
      let low = 0;
      let high = found;
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if ((starts[middle] as number) <= place) low = middle;
        else high = middle;
      }
      return low;
    },
    dispose: work.cancel,
  };
}

/** Columns of a monospace font: two for East Asian wide signs and all beyond the basic plane (mostly emoji). */
function widthOf(code: number): number {
  if (code < 0x1100) return 1;
  if (code <= 0x115f || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3)) return 2;
  if ((code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f)) return 2;
  if ((code >= 0xff00 && code <= 0xff60) || (code >= 0xd800 && code <= 0xdbff)) return 2;
  return 1;
}

/** Control characters have no picture of their own: Unicode's control pictures stand for them. */
function showControls(line: string): string {
  const bare = line.endsWith("\n") ? line.slice(0, line.endsWith("\r\n") ? -2 : -1) : line;
  let plain = true;
  for (let index = 0; index < bare.length && plain; index += 1) {
    const code = bare.charCodeAt(index);
    plain = (code >= 0x20 && code !== 0x7f) || code === 0x09;
  }
  if (plain) return bare;
  return Array.from(bare, (sign) => {
    const code = sign.charCodeAt(0);
    if (code === 0x7f) return "\u2421";
    return code < 0x20 && code !== 0x09 ? String.fromCharCode(0x2400 + code) : sign;
  }).join("");
}
