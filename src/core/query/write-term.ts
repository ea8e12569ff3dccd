/** A control character or the end of a line does not stand in a field of one line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNWRITABLE = /[\u0000-\u001f\u007f\u2028\u2029]/;

/** The term of the Filter field that finds what is just so, letter for letter: `means=="json error"`. */
export function toExactTerm(field: string, text: string): string {
  return UNWRITABLE.test(text) ? `${field}:${patternOf(text, "$")}` : `${field}==${quote(text)}`;
}

/** The term that finds what begins so and goes on. */
export function toLongerTerm(field: string, begins: string): string {
  return `${field}:${patternOf(begins, "[^]")}`;
}

function patternOf(text: string, end: string): string {
  const escaped = text
    .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
    .replace(new RegExp(UNWRITABLE, "g"), (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `/^${escaped}${end}/`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
