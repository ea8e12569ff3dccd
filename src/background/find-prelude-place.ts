const BOM = [0xef, 0xbb, 0xbf];
/** So many characters tell whether a statement goes on: `instanceof` and one more. */
const LONGEST_WORD = 11;
const NEWLINES = /[\n\r\u2028\u2029]/;

/** Where something may be put before a script's first statement. */
export interface PreludePlace {
  /** The offset in bytes: behind a byte order mark and a hashbang line, which must stay first. */
  readonly offset: number;
  /** The script begins with "use strict", which has to be said before what is put there. */
  readonly strict: boolean;
}

/**
 * Reads the beginning of a script (ECMA-262: hashbang comment, directive prologue), which is UTF-8 (HTML: workers'
 * scripts always are). Null where more of it is needed to tell; `whole` says that there is no more.
 */
export function findPreludePlace(start: Uint8Array, whole: boolean): PreludePlace | null {
  if (start.length < BOM.length && !whole) return null;
  const bom = BOM.every((byte, index) => start[index] === byte) ? BOM.length : 0;
  const text = new TextDecoder().decode(start.subarray(bom), { stream: true });
  let offset = bom;
  let at = 0;
  if (text.startsWith("#!")) {
    const end = text.search(NEWLINES);
    if (end === -1) return null;
    at = end + 1;
    offset += new TextEncoder().encode(text.slice(0, at)).length;
  } else if (text === "#" && !whole) {
    return null;
  }
  const strict = hasStrictDirective(text, at, whole);
  return strict === null ? null : { offset, strict };
}

/** Whether the directive prologue has "use strict"; null where it is cut before that is known. */
function hasStrictDirective(text: string, from: number, whole: boolean): boolean | null {
  let at = from;
  while (true) {
    const begin = skipBlank(text, at, whole);
    if (begin === null) return null;
    const quote = text[begin.at];
    if (quote === undefined) return whole ? false : null;
    if (quote !== '"' && quote !== "'") return false;
    const end = endOfString(text, begin.at);
    if (end === null) return whole ? false : null;
    const after = skipBlank(text, end, whole);
    if (after === null) return null;
    if (!whole && text[after.at] !== ";" && after.at + LONGEST_WORD > text.length) return null;
    if (!endsStatement(text, after.at, after.newline)) return false;
    if (text.slice(begin.at + 1, end - 1) === "use strict") return true;
    at = text[after.at] === ";" ? after.at + 1 : after.at;
  }
}

/** Skips white space and comments; null where a comment goes on beyond the text. */
function skipBlank(text: string, from: number, whole: boolean): { at: number; newline: boolean } | null {
  let at = from;
  let newline = false;
  while (at < text.length) {
    const two = text.slice(at, at + 2);
    if (/^\s/u.test(two) || two.startsWith("\ufeff")) {
      newline ||= NEWLINES.test(text[at] ?? "");
      at += 1;
    } else if (two === "//") {
      while (at < text.length && !NEWLINES.test(text[at] ?? "")) at += 1;
    } else if (two === "/*") {
      const end = text.indexOf("*/", at + 2);
      if (end === -1) return whole ? { at: text.length, newline } : null;
      newline ||= NEWLINES.test(text.slice(at, end));
      at = end + 2;
    } else if (two === "/" && !whole) {
      return null;
    } else {
      break;
    }
  }
  return { at, newline };
}

/** The offset behind a string literal; null where it does not end. */
function endOfString(text: string, begin: number): number | null {
  for (let at = begin + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === text[begin]) return at + 1;
    else if (text[at] === "\n" || text[at] === "\r") return null;
  }
  return null;
}

/** Whether a statement ends here: by `;`, `}`, the end, or a line end before what cannot go on with it. */
function endsStatement(text: string, at: number, newline: boolean): boolean {
  const next = text[at];
  if (next === undefined) return true;
  if (next === ";" || next === "}") return true;
  if (!newline) return false;
  const word = /^(in|instanceof)(?![\w$\u0080-\uffff])/.exec(text.slice(at, at + LONGEST_WORD));
  if (word !== null) return false;
  if (text.startsWith("++", at) || text.startsWith("--", at)) return true;
  if (next === "!") return text[at + 1] !== "=";
  return !"([`.,?:+-*/%<>=&|^".includes(next);
}
