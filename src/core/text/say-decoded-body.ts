import { formatExactBytes } from "../format/format-exact-bytes.ts";
import type { HarEntry } from "../wire/events.ts";
import { say } from "./say.ts";

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;
/** The labels of the Encoding Standard that are UTF-8, and what agrees with it where there is nothing but ASCII. */
const UTF_8 = /^(?:unicode-1-1-utf-8|unicode11utf8|unicode20utf8|utf-?8|x-unicode20utf8)$/i;
const WIDE = /^(?:utf-?(?:16|32)|ucs-2|iso-10646-ucs-2|unicode|csunicode|unicodefe|iso-2022|hz-gb)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them, too
const NOT_ASCII = /[^\u0000-\u007f]/;

/**
 * DevTools gives a body that it takes for text as text: where that was not UTF-8, what it says on the bytes that were sent, which
 * are not known then; "" where text and bytes are the same.
 */
export function sayDecodedBody({ headers, content }: HarEntry["response"]): string {
  const { text = "", encoding, mimeType = "", size = 0 } = content ?? {};
  if (text === "" || encoding === "base64") return "";
  const header = (headers ?? []).find(({ name }) => name.toLowerCase() === "content-type")?.value ?? "";
  const charset = (CHARSET.exec(header) ?? CHARSET.exec(mimeType))?.[1] ?? "";
  const isOther = charset !== "" && !UTF_8.test(charset);
  if (isOther && (WIDE.test(charset) || NOT_ASCII.test(text))) return say("bodyWasDecoded", { charset });
  if (text.includes("\ufffd")) return say("bodyHasReplacements");
  // Of what was sent packed Firefox tells the size that it had then.
  const isPacked = (headers ?? []).some(({ name }) => name.toLowerCase() === "content-encoding");
  const shown = new TextEncoder().encode(text).length;
  if (isPacked || size <= 0 || size === shown) return "";
  return say("bodyHasAnotherSize", { size: formatExactBytes(size), shown: formatExactBytes(shown) });
}
