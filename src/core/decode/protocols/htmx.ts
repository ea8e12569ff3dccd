import { joinWords } from "../bytes/join-words.ts";
import { startOfText, textOf } from "../bytes/text-of.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { SUMMARY_BYTES, toOneLine } from "../json/json-text.ts";
import { toJsonTree } from "../json/json-tree.ts";
import { isString, type JsonValue, memberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";

/** A message is searched so far for what htmx reads in it. */
const SEARCHED_BYTES = 64 * 1024;

/** An element that says where it is to be put. */
const SWAPPED = /^\s*<[a-z][\w-]{0,60}(?![\w-])[^>]{0,4000}?\s(?:data-)?hx-swap-oob\s*=/i;

/** What version 4 puts elsewhere, by itself. */
const PARTIAL = /^\s*<hx-(?:partial|oob)[\s>]/i;

/** Where its name ends is told by one sign: a text of hyphens would else be read anew from each of them. */
const ELEMENT = /^\s*<([a-z][\w-]{0,60})(?![\w-])([^>]{0,4000})>/i;

/**
 * The extensions `ws` and `sse` of htmx (https://htmx.org/extensions/ws/, /sse/), and `hx-ws` and `hx-sse` of version 4: pages send a form's values with the headers of
 * a request, servers send HTML, since version 4 also in JSON. HTML alone is not taken for it: it must say where it is to be put.
 */
export const htmx: Decoder = {
  id: "htmx",
  name: "htmx",
  vote(message): Vote {
    if (message.binary) return "against";
    if (headersOf(message) !== null) return "proof";
    const text = startOf(message);
    if (SWAPPED.test(text) || PARTIAL.test(text)) return "proof";
    const value = receivedObject(message);
    if (value !== null) return contentOf(value) === null ? "silent" : "alike";
    return ELEMENT.test(text) ? "silent" : "against";
  },
  decode(message) {
    if (message.binary) return null;
    const headers = headersOf(message);
    if (headers !== null) return [toRequest(headers, message)];
    const text = startOf(message);
    if (ELEMENT.test(text)) return [toFragment(text, message)];
    const value = receivedObject(message);
    return value === null ? null : [toData(value, message)];
  },
};

function startOf({ bytes }: RawMessage): string {
  return textOf(bytes, 0, Math.min(bytes.length, SEARCHED_BYTES));
}

function headersOf(message: RawMessage): JsonValue | null {
  if (message.received) return null;
  const value = messageObject(message);
  const headers = memberOf(value, "HEADERS") ?? memberOf(value, "headers");
  return isString(memberOf(headers, "HX-Request"), "true") ? headers : null;
}

function toRequest(headers: JsonValue, { bytes }: RawMessage): Part {
  const trigger =
    stringOf(memberOf(headers, "HX-Trigger")) ??
    stringOf(memberOf(headers, "HX-Trigger-Name")) ??
    stringOf(memberOf(headers, "HX-Source"));
  return {
    kind: "request",
    event: trigger,
    channel: stringOf(memberOf(headers, "HX-Target")),
    summary: joinWords(trigger, toOneLine(startOfText(bytes, 0, bytes.length, SUMMARY_BYTES))),
  };
}

function toFragment(text: string, { event, bytes }: RawMessage): Part {
  const [, tag = "", attributes = ""] = ELEMENT.exec(text) ?? [];
  const id = /\sid\s*=\s*["']?([^\s"'>]{1,200})/.exec(attributes)?.[1] ?? null;
  const place = id === null ? tag : `${tag}#${id}`;
  return {
    kind: "fragment",
    event: event === "" || event === "message" ? null : event,
    channel: id,
    summary: joinWords(place, toOneLine(startOfText(bytes, 0, bytes.length, SUMMARY_BYTES)).trim()),
  };
}

/** Version 4: HTML in JSON, with the place that it belongs to, or what only the page's own script reads. */
function receivedObject(message: RawMessage): JsonValue | null {
  return message.received && !message.binary ? messageObject(message) : null;
}

function contentOf(value: JsonValue): JsonValue | null {
  const content = memberOf(value, "content") ?? memberOf(value, "payload");
  const isPlaced = memberOf(value, "target")?.kind === "string" || memberOf(value, "swap")?.kind === "string";
  return content?.kind === "string" && isPlaced ? content : null;
}

function toData(value: JsonValue, { event, bytes }: RawMessage): Part {
  const content = contentOf(value);
  const target = stringOf(memberOf(value, "target"));
  const text =
    content === null
      ? startOfText(bytes, 0, bytes.length, SUMMARY_BYTES)
      : (stringOf(content) ?? "").slice(0, SUMMARY_BYTES);
  return {
    kind: content === null ? "data" : "fragment",
    event: event === "" || event === "message" ? null : event,
    channel: target,
    summary: joinWords(target, toOneLine(text).trim()),
    tree: () => toJsonTree(value),
  };
}
