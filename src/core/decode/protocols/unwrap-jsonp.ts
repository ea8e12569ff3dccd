import type { Bytes } from "../../units.ts";
import { textOf } from "../bytes/text-of.ts";

/** A longer name is none. */
const MOST_HEAD = 200;

const SPACE = 0x20;
const CLOSE = 0x29;
const SEMICOLON = 0x3b;

const encoder = new TextEncoder();

/**
 * What a JSONP answer hands to its function, as UTF-8: `___eio[0]("…");` of Engine.IO, `_jp.a1("…");` (after an empty comment) of SockJS. Null
 * where it is none, or hands over anything but one text.
 */
export function unwrapJsonp(bytes: Uint8Array): Uint8Array | null {
  const place = findArgument(bytes);
  const text = place === null ? null : readText(textOf(bytes, place.from, place.to));
  return text === null ? null : encoder.encode(text);
}

/** Where what a JSONP answer hands to its function stands, whatever it is (`jsonp1([…])` of Bayeux); null where it is no such answer. */
export function findArgument(bytes: Uint8Array): { readonly from: Bytes; readonly to: Bytes } | null {
  const head = textOf(bytes, 0, Math.min(bytes.length, MOST_HEAD));
  // Of ASCII alone: a sign is a byte.
  const from = /^(?:\/\*\*\/)?\s{0,8}([\w$.[\]]{1,120})\(/.exec(head)?.[0].length;
  if (from === undefined) return null;
  let to = endOfText(bytes, bytes.length);
  if (bytes[to - 1] === SEMICOLON) to = endOfText(bytes, to - 1);
  return to > from && bytes[to - 1] === CLOSE ? { from, to: to - 1 } : null;
}

/** Where the white space at the end begins. */
function endOfText(bytes: Uint8Array, from: Bytes): Bytes {
  let to = from;
  while (to > 0 && (bytes[to - 1] as number) <= SPACE) to -= 1;
  return to;
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
