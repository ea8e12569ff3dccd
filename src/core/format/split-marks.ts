/** A part of a text, and whether it is one of the words that are marked. */
export interface MarkedPart {
  readonly text: string;
  readonly marked: boolean;
}

/** More marks in a text than this help nobody to find anything. */
const MAX_MARKS = 500;

/** Divides a text at words (in lower case), without regard to case; the longest where several begin. The parts together are the text. */
export function splitMarks(text: string, words: readonly string[]): MarkedPart[] {
  if (words.length === 0) return [{ text, marked: false }];
  const lowerCase = text.toLowerCase();
  // Some signs are longer in lower case: then places in one are not places in the other.
  const searched = lowerCase.length === text.length ? lowerCase : text;
  const next = words.map((word) => searched.indexOf(word));
  const parts: MarkedPart[] = [];
  let at = 0;
  for (let marks = 0; marks < MAX_MARKS; marks += 1) {
    let first = -1;
    let length = 0;
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index] as string;
      let place = next[index] as number;
      if (place !== -1 && place < at) {
        place = searched.indexOf(word, at);
        next[index] = place;
      }
      if (place === -1 || word === "") continue;
      if (first === -1 || place < first || (place === first && word.length > length)) {
        first = place;
        length = word.length;
      }
    }
    if (first === -1) break;
    if (first > at) parts.push({ text: text.slice(at, first), marked: false });
    parts.push({ text: text.slice(first, first + length), marked: true });
    at = first + length;
  }
  if (at < text.length || parts.length === 0) parts.push({ text: text.slice(at), marked: false });
  return parts;
}
