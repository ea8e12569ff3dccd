import type { ShapeBuilder } from "./message-shape.ts";
import type { ScalarBag } from "./scalar-bag.ts";

/** The first element's beginning, after a declaration, if any. */
const ELEMENT =
  /^\s{0,16}(?:<\?[^<>]{0,100}\?>\s{0,16})?<([A-Za-z_][\w:.-]{0,63})((?:[^<>"']|"[^"<]*"|'[^'<]*')*)\/?>/;
const ATTRIBUTE = /([A-Za-z_][\w:.-]{0,63})=(?:"([^"]*)"|'([^']*)')/g;
/** An element that has nothing in it but a word. */
const CHILD = /<([A-Za-z_][\w:.-]{0,63})>([^\s<>]{1,128})<\//g;
const MOST_ATTRIBUTES = 12;

/** Puts the attributes of the outermost element, and what is said in elements without attributes, into bag and shape; answers whether the text, of which this is the start, is XML. */
export function readMarkup(text: string, bag: ScalarBag, shape: ShapeBuilder): boolean {
  if (!text.trimStart().startsWith("<")) return false;
  const [, name, attributes = ""] = ELEMENT.exec(text) ?? [];
  if (name === undefined) return false;
  shape.value(0, name);
  let count = 0;
  for (const [, key = "", double, single] of attributes.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? "";
    shape.name(key);
    shape.value(key, value);
    if (/^\d+$/.test(value)) bag.number(key, value);
    else bag.text(key, value);
    count += 1;
    if (count === MOST_ATTRIBUTES) break;
  }
  for (const [, key = "", value = ""] of text.matchAll(CHILD)) {
    if (count === MOST_ATTRIBUTES) break;
    shape.name(key);
    shape.value(key, value, 2);
    if (/^\d+$/.test(value)) bag.number(`<${key}>`, value);
    else bag.text(`<${key}>`, value);
    count += 1;
  }
  return count > 0;
}
