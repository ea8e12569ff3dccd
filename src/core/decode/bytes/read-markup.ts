/** An element of a markup text, by its places in it. */
export interface MarkupElement {
  readonly name: string;
  readonly from: number;
  to: number;
  /** The start tag ends here. */
  readonly contentFrom: number;
  readonly attributes: string;
  /** The same, read: when it is asked for. */
  list: readonly (readonly [name: string, value: string])[] | null;
  readonly children: MarkupElement[];
  /** The text right within it, its first 1,000 signs. */
  text: string;
}

const MOST_ELEMENTS = 20_000;
const MOST_TEXT = 1000;

/** A name, and where it ends. Names of XML may have many more signs; protocols use these. */
const NAME = /[A-Za-z_][\w:.-]*/y;

/**
 * The elements of an XML document: one root, everything closed in the right order, nothing but white space around it; null
 * where it is none. Entities, the document type and what attributes hold are not checked, and nothing is ever fetched or expanded. One pass,
 * without recursion.
 */
export function readMarkup(text: string): MarkupElement | null {
  const open: MarkupElement[] = [];
  let root: MarkupElement | null = null;
  let elements = 0;
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf("<", at);
    const end = next === -1 ? text.length : next;
    if (end > at) {
      const parent = open.at(-1);
      if (parent === undefined) {
        if (text.slice(at, end).trim() !== "") return null;
      } else if (parent.text.length < MOST_TEXT) {
        parent.text += text.slice(at, Math.min(end, at + MOST_TEXT)).trim();
      }
    }
    if (next === -1) break;
    const skipped = endOfAside(text, next);
    if (skipped !== null) {
      if (skipped < 0) return null;
      at = skipped;
      continue;
    }
    const isEnd = text[next + 1] === "/";
    NAME.lastIndex = next + (isEnd ? 2 : 1);
    const name = NAME.exec(text)?.[0];
    if (name === undefined) return null;
    const close = endOfTag(text, NAME.lastIndex);
    if (close < 0) return null;
    at = close;
    if (isEnd) {
      const element = open.pop();
      if (element?.name !== name) return null;
      element.to = close;
      continue;
    }
    if (open.length === 0 && root !== null) return null;
    elements += 1;
    if (elements > MOST_ELEMENTS) return null;
    const isEmpty = text[close - 2] === "/";
    const attributes = text.slice(NAME.lastIndex, close - (isEmpty ? 2 : 1)).trim();
    const element: MarkupElement = {
      name,
      from: next,
      to: close,
      contentFrom: close,
      attributes,
      list: null,
      children: [],
      text: "",
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    if (!isEmpty) open.push(element);
  }
  return open.length === 0 ? root : null;
}

const ASIDES: readonly (readonly [start: string, end: string])[] = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
  ["<!", ">"],
];

/** Where a comment, CDATA section, declaration or instruction ends; null where there is none, -1 where it has no end. */
function endOfAside(text: string, at: number): number | null {
  const second = text[at + 1];
  if (second !== "!" && second !== "?") return null;
  for (const [start, end] of ASIDES) {
    if (!text.startsWith(start, at)) continue;
    const found = text.indexOf(end, at + start.length);
    return found === -1 ? -1 : found + end.length;
  }
  return null;
}

/** The position behind the `>` of a tag, which may have others in quotes. */
function endOfTag(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const sign = text[at];
    if (sign === ">") return at + 1;
    if (sign === "<") return -1;
    if (sign === '"' || sign === "'") {
      at = text.indexOf(sign, at + 1);
      if (at === -1) return -1;
    }
    at += 1;
  }
  return -1;
}

/** A name begins where no sign of one stands before it, so that a long text without a value is read once. */
const ATTRIBUTE = /(?<![\w:.@-])([\w:.@-]{1,200})\s{0,50}=\s{0,50}(?:"([^"]*)"|'([^']*)')/g;

/** The attributes of an element, at most 100; entities stay as they are written. */
export function listAttributes(element: MarkupElement): readonly (readonly [name: string, value: string])[] {
  element.list ??= readAttributes(element.attributes);
  return element.list;
}

function readAttributes(text: string): (readonly [name: string, value: string])[] {
  const found: (readonly [string, string])[] = [];
  if (text === "") return found;
  for (const it of text.slice(0, 20_000).matchAll(ATTRIBUTE)) {
    found.push([it[1] ?? "", it[2] ?? it[3] ?? ""]);
    if (found.length === 100) break;
  }
  return found;
}
