import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { toOneLine } from "../json/json-text.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";
import { toBranch, toLeaf } from "../tree-node.ts";

const START = "<turbo-stream";
const END = "</turbo-stream>";

/** A start tag is at most so long. */
const MOST_TAG = 4000;

/** Longer texts are not looked through. */
const MOST_BYTES = 4 * 1024 * 1024;

interface StreamElement {
  readonly action: string;
  readonly target: string | null;
  /** Places in the text. */
  readonly from: number;
  readonly contentFrom: number;
  readonly contentTo: number;
  readonly to: number;
}

/** Turbo Streams (https://turbo.hotwired.dev/reference/streams): changes to a page, one or more elements a message. */
export const turboStream: Decoder = {
  id: "turbo-stream",
  name: "Turbo Streams",
  vote: (message): Vote => (elementsOf(message) === null ? "against" : "proof"),
  decode(message) {
    const found = elementsOf(message);
    if (found === null) return null;
    const { text, elements } = found;
    // Places of text are those of bytes where all signs are ASCII, else they are not said.
    const same = text.length === message.bytes.length;
    const parts = elements.map((it) => toPart(it, text, same));
    if (elements.length === MOST_PARTS)
      parts.push(toRestPart(same ? (elements.at(-1)?.to ?? 0) : 0, message.bytes.length));
    return parts;
  },
};

/** The elements that a text is, with nothing but white space between; null where it is none. */
function elementsOf({ bytes, binary }: RawMessage): { text: string; elements: StreamElement[] } | null {
  if (binary || bytes.length < START.length || bytes.length > MOST_BYTES) return null;
  if (!textOf(bytes, 0, Math.min(bytes.length, 200)).trimStart().startsWith(START)) return null;
  const text = textOf(bytes);
  const elements: StreamElement[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length && elements.length < MOST_PARTS) {
    const element = readElement(text, at);
    if (element === null) return null;
    elements.push(element);
    at = skipSpace(text, element.to);
  }
  return { text, elements };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

function readElement(text: string, from: number): StreamElement | null {
  if (!text.startsWith(START, from)) return null;
  const tagEnd = text.slice(from, from + MOST_TAG).indexOf(">");
  if (tagEnd === -1) return null;
  const { action, target } = readTag(text.slice(from, from + tagEnd));
  const contentFrom = from + tagEnd + 1;
  const contentTo = text.indexOf(END, contentFrom);
  if (action === null || contentTo === -1) return null;
  return { action, target, from, contentFrom, contentTo, to: contentTo + END.length };
}

const ATTRIBUTE = /\s(action|targets?)=(?:"([^"]{0,500})"|'([^']{0,500})')/g;

/** What is done to whom. */
function readTag(tag: string): { action: string | null; target: string | null } {
  let action: string | null = null;
  let target: string | null = null;
  for (const [, name, double, single] of tag.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? "";
    if (name === "action") action ??= value;
    else target ??= value;
  }
  return { action, target };
}

function toPart(
  { action, target, from, contentFrom, contentTo, to }: StreamElement,
  text: string,
  same: boolean,
): Part {
  const inner = text
    .slice(contentFrom, Math.min(contentTo, contentFrom + 400))
    .replace(/^\s*<template>|<\/template>\s*$/g, "");
  const part: Part = {
    kind: action,
    channel: target,
    summary: joinWords(action, target, toOneLine(inner.slice(0, 160)).trim()),
    tree() {
      const content = text.slice(contentFrom, contentTo);
      return toBranch("", action, [
        toLeaf("action", "string", action),
        toLeaf("target", "string", target ?? ""),
        toLeaf("content", "string", toOneLine(content.slice(0, 160)), null, null, () => content),
      ]);
    },
  };
  return same ? Object.assign(part, { from, to }) : part;
}
