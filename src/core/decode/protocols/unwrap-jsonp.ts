import { textOf } from "../bytes/text-of.ts";

/** A longer name is none. */
const MOST_HEAD = 200;

const encoder = new TextEncoder();

/**
 * What a JSONP answer hands to its function, as UTF-8: `___eio[0]("…");` of Engine.IO, `_jp.a1("…");` (after an empty comment) of SockJS. Null
 * where it is none, or hands over anything but one text.
 */
export function unwrapJsonp(bytes: Uint8Array): Uint8Array | null {
  const head = textOf(bytes, 0, Math.min(bytes.length, MOST_HEAD));
  const called = /^(?:\/\*\*\/)?\s{0,8}([\w$.[\]]{1,120})\(/.exec(head)?.[0];
  if (called === undefined) return null;
  const rest = textOf(bytes, called.length).trimEnd();
  const end = rest.endsWith(");") ? rest.length - 2 : rest.endsWith(")") ? rest.length - 1 : -1;
  if (end < 0) return null;
  const text = readText(rest.slice(0, end));
  return text === null ? null : encoder.encode(text);
}

/** What a form of JSONP sends as `d`, as it would be without a form; null where there is no such member. */
export function unwrapForm(text: string): string | null {
  const found = /(?:^|&)d=([^&]*)/.exec(text)?.[1];
  if (found === undefined) return null;
  try {
    return decodeURIComponent(found.replace(/\+/g, " "));
  } catch {
    return null;
  }
}

function readText(literal: string): string | null {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}
