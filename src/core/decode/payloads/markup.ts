import { listAttributes, type MarkupElement, readMarkup } from "../bytes/read-markup.ts";
import { startOfText, textOf } from "../bytes/text-of.ts";
import { SUMMARY_BYTES, toOneLine } from "../json/json-text.ts";
import type { PayloadFormat } from "../payload-format.ts";
import { type TreeNode, toLeaf } from "../tree-node.ts";

/** Longer documents are shown as text: a row would wait for them. */
const MOST_MARKUP_BYTES = 512 * 1024;

/** XML 1.0 that is well-formed, as far as `readMarkup` looks. HTML is only where it happens to be that; else it is text. */
export const markupFormat: PayloadFormat = {
  id: "xml",
  name: "XML",
  read({ bytes, binary, cut }) {
    if (binary || cut || bytes.length > MOST_MARKUP_BYTES || !startsAsMarkup(bytes)) return null;
    const root = readMarkup(textOf(bytes));
    if (root === null) return null;
    const summary = toOneLine(startOfText(bytes, 0, bytes.length, SUMMARY_BYTES));
    return { summary, tree: () => toElementNode(root, root.name) };
  },
};

function startsAsMarkup(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < bytes.length && (bytes[at] as number) <= 0x20) at += 1;
  return bytes[at] === 0x3c && bytes[bytes.length - 1] !== 0x3c;
}

/** An element: its attributes, then its children. Places are those of text, which need not be those of bytes: there are none. */
function toElementNode(element: MarkupElement, key: string): TreeNode {
  const attributes = listAttributes(element);
  const count = attributes.length + element.children.length;
  return {
    key,
    kind: count === 0 ? "string" : "object",
    text: element.text.slice(0, SUMMARY_BYTES),
    count,
    from: null,
    to: null,
    holds: null,
    value: count === 0 ? () => element.text : null,
    children(skip, limit) {
      const own = attributes
        .slice(skip, skip + limit)
        .map(([name, value]) =>
          toLeaf(`@${name}`, "string", value.slice(0, SUMMARY_BYTES), null, null, () => value),
        );
      const first = Math.max(0, skip - attributes.length);
      const inner = element.children.slice(first, first + limit - own.length);
      return [...own, ...inner.map((it) => toElementNode(it, it.name))];
    },
  };
}
