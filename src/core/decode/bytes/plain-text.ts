/** The references that XML has by itself (https://www.w3.org/TR/xml/#sec-predefined-ent), by the sign after `&`. */
const NAMED: Readonly<Record<string, readonly (readonly [reference: string, sign: string])[]>> = {
  q: [["&quot;", '"']],
  a: [
    ["&amp;", "&"],
    ["&apos;", "'"],
  ],
  l: [["&lt;", "<"]],
  g: [["&gt;", ">"]],
};

/** A sign by its number. */
const NUMBERED = /&#(?:(\d{1,7})|x([\da-fA-F]{1,6}));/y;

/**
 * A markup's text as it is meant: references to signs are these signs. What is no such reference stays. From `most` signs on the rest may be left out: a row
 * shows the beginning, and to go from one reference to the next takes a tenth of an expression that replaces them all (measured).
 */
export function plainText(text: string, most = Number.POSITIVE_INFINITY): string {
  let at = text.indexOf("&");
  if (at < 0) return text;
  let plain = "";
  let from = 0;
  while (at >= 0 && plain.length < most) {
    const length = referenceLength(text, at);
    if (length > 0) {
      plain += text.slice(from, at) + sign;
      from = at + length;
    }
    at = text.indexOf("&", at + Math.max(1, length));
  }
  return at < 0 ? plain + text.slice(from) : plain;
}

/** What the reference that was found last stands for. */
let sign = "";

/** How long the reference at `at` is, with its sign in `sign`; 0 where there is none. */
function referenceLength(text: string, at: number): number {
  const second = text[at + 1];
  if (second === "#") {
    NUMBERED.lastIndex = at;
    const found = NUMBERED.exec(text);
    if (found === null) return 0;
    const code = found[1] !== undefined ? Number(found[1]) : Number.parseInt(found[2] as string, 16);
    if (code > 0x10ffff || code === 0) return 0;
    sign = String.fromCodePoint(code);
    return found[0].length;
  }
  const named = second === undefined ? undefined : NAMED[second];
  if (named === undefined) return 0;
  for (let index = 0; index < named.length; index += 1) {
    const [reference, meant] = named[index] as readonly [string, string];
    if (!text.startsWith(reference, at)) continue;
    sign = meant;
    return reference.length;
  }
  return 0;
}
