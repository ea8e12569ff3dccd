/** Where a text of variable length stands in binary messages: what follows it has no fixed place. */
export interface TextPlace {
  /** How long it is: a number right before it, or up to a zero byte. */
  readonly form: "u8" | "u16be" | "u16le" | "zero";
  /** Where that number begins; of a text that ends with a zero byte, the text. */
  readonly at: number;
}

export const TEXT_FORMS = ["u16be", "u16le", "u8", "zero"] as const;
/** Texts that frame a message begin so early. */
const LAST_TEXT = 8;
/** So many messages of a side have one there, of this share of all and of several lengths. */
const LEAST_TEXTS = 6;
const LEAST_SHARE = 0.3;
const LEAST_LENGTHS = 2;
/** Places that are looked behind, those of most messages. */
const MOST_PLACES = 2;

/** Where the text ends, before what follows it; null where no text stands there. */
export function textEnd(head: Uint8Array, { form, at }: TextPlace): number | null {
  if (form === "zero") {
    const end = head.indexOf(0, at);
    return end >= at && isText(head, at, end) ? end + 1 : null;
  }
  const [first = 0, second = 0] = [head[at], head[at + 1]];
  const length = form === "u8" ? first : form === "u16be" ? first * 256 + second : second * 256 + first;
  const begin = at + (form === "u8" ? 1 : 2);
  const end = begin + length;
  return end <= head.length && isText(head, begin, end) ? end : null;
}

function isText(bytes: Uint8Array, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) {
    const byte = bytes[index] as number;
    if (byte < 0x20 || byte === 0x7f) return false;
  }
  return true;
}

/** The places of texts in the heads of one side's messages. */
export function findTextPlaces(heads: readonly Uint8Array[]): TextPlace[] {
  const found: { readonly place: TextPlace; readonly texts: number; readonly ends: string }[] = [];
  for (let at = 0; at < LAST_TEXT; at += 1) {
    for (const form of TEXT_FORMS) {
      const ends = heads.map((head) => textEnd(head, { form, at }));
      const begin = at + (form === "zero" || form === "u8" ? 1 : 2);
      // An empty one may be anything.
      const texts = ends.filter((it) => it !== null && it > begin);
      if (texts.length < LEAST_TEXTS || texts.length < LEAST_SHARE * heads.length) continue;
      if (new Set(texts).size < LEAST_LENGTHS) continue;
      const key = ends.join(" ");
      if (found.every((it) => it.ends !== key))
        found.push({ place: { form, at }, texts: texts.length, ends: key });
    }
  }
  return found
    .sort((a, b) => b.texts - a.texts)
    .slice(0, MOST_PLACES)
    .map(({ place }) => place);
}
