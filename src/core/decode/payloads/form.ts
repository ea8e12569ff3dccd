import { textOf } from "../bytes/text-of.ts";
import { SUMMARY_BYTES } from "../json/json-text.ts";
import type { PayloadFormat } from "../payload-format.ts";
import { toBranch, toLeaf } from "../tree-node.ts";

/** A longer text is not taken for a form: it would be an upload, of which no WebSocket knows. */
const MOST_FORM_BYTES = 64 * 1024;

/** What the serializer of the URL standard writes (`application/x-www-form-urlencoded`): two pairs at least, no other signs. */
const FORM =
  /^[A-Za-z0-9*\-._+%[\]]+=[A-Za-z0-9*\-._+%[\]]*(?:&[A-Za-z0-9*\-._+%[\]]+=[A-Za-z0-9*\-._+%[\]]*)+$/;

const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/;

/** Form data. One pair alone, `a=b`, is not claimed: any text may look so. */
export const formFormat: PayloadFormat = {
  id: "form",
  name: "form data",
  read({ bytes, binary, cut }) {
    if (binary || cut || bytes.length > MOST_FORM_BYTES || !bytes.includes(0x26)) return null;
    const text = textOf(bytes);
    if (!FORM.test(text) || BAD_ESCAPE.test(text)) return null;
    const summary = text.length > SUMMARY_BYTES ? `${text.slice(0, SUMMARY_BYTES)}…` : text;
    return { summary, tree: () => toBranch("", summary, toPairs(text), 0, bytes.length) };
  },
};

function toPairs(text: string) {
  let from = 0;
  return text.split("&").map((pair) => {
    const equals = pair.indexOf("=");
    const value = decode(pair.slice(equals + 1));
    const start = from;
    from += pair.length + 1;
    return toLeaf(decode(pair.slice(0, equals)), "string", value.slice(0, 200), start, from - 1, () => value);
  });
}

function decode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Escapes that are no UTF-8 stay as they are.
    return spaced;
  }
}
