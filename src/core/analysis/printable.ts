/**
 * What a terminal would obey or what would turn or hide the text around it: control characters (C0, DEL, C1), line
 * and paragraph separators, bidirectional controls and other format characters, lone surrogates.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0" };

/** Text that may be written to a terminal: everything that is not plainly visible is escaped as in JavaScript. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) as number;
    return SHORT[character] ?? `\\u{${code.toString(16)}}`;
  });
}

/** Printable text of at most `length` characters, with an ellipsis where it was longer. */
export function printableStart(text: string, length: number): string {
  // An escape makes text longer, never shorter: what is cut off here would not have been shown.
  const escaped = [...printable(text.slice(0, length * 2))];
  if (escaped.length <= length && text.length <= length * 2) return escaped.join("");
  return `${escaped.slice(0, length - 1).join("")}…`;
}
