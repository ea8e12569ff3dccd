/** A text cut into lines that fit a width, by where they begin. */
export interface TextLines {
  readonly count: number;
  line(index: number): string;
}

/** Words up to this length are not broken at the end of a line. */
const LONGEST_WORD = 24;

/** Lines are found in one pass, so that 50 MB in a single line are no more work than in a million. */
export function createTextLines(text: string, columns: number): TextLines {
  const width = Math.max(8, columns);
  let starts = new Uint32Array(1024);
  let count = 1;
  let column = 0;
  // The last place where a word begins, and the column there.
  let word = 0;
  let wordColumn = 0;

  function begin(at: number): void {
    if (count === starts.length) {
      const grown = new Uint32Array(count * 2);
      grown.set(starts);
      starts = grown;
    }
    starts[count] = at;
    count += 1;
  }

  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x0a) {
      begin(index + 1);
      column = 0;
      continue;
    }
    const isPair = code >= 0xd800 && code <= 0xdbff;
    const taken = code < 0x300 ? (code === 0x09 ? 8 - (column % 8) : 1) : widthOf(code);
    if (column + taken > width) {
      const isNear = word > (starts[count - 1] as number) && index - word < LONGEST_WORD;
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

  return {
    count,
    line(index) {
      const end = index + 1 < count ? (starts[index + 1] as number) : text.length;
      return showControls(text.slice(starts[index] as number, end));
    },
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
