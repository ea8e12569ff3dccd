import { unwrapForm } from "../decode/protocols/unwrap-jsonp.ts";
import { fromBase64 } from "../export/base64.ts";
import type { Bytes } from "../units.ts";
import type { HarEntry } from "../wire/events.ts";

const encoder = new TextEncoder();

/** A body, or what was wrapped in it. */
export interface Body {
  readonly bytes: Uint8Array;
  readonly binary: boolean;
  /** Where in the body as it was sent a stretch of these bytes stands: all of it, where it was unwrapped. */
  placeOf(from: Bytes, to: Bytes): { readonly from: Bytes; readonly to: Bytes };
}

/** What was sent; of a form (JSONP) its member `d`, with line feeds as they were. */
export function sentBody({ request: { postData } }: HarEntry, mayBeForm: boolean): Body | null {
  const text = postData?.text;
  if (text === undefined || text === "") return null;
  const isForm = mayBeForm && /^application\/x-www-form-urlencoded\b/i.test(postData?.mimeType ?? "");
  const unwrapped = isForm ? unwrapForm(text) : null;
  // Forms spell line feeds their own way; the page writes `\n` for one, and `\\n` for these two signs.
  const body = unwrapped?.replace(/\\?\\n/g, (it) => (it.length === 2 ? "\n" : "\\n")) ?? text;
  const bytes = encoder.encode(body);
  const whole = unwrapped === null ? null : { from: 0, to: encoder.encode(text).length };
  return { bytes, binary: false, placeOf: (from, to) => whole ?? { from, to } };
}

/** What was answered; null where the browser has not told. */
export function answerBody({ response: { content } }: HarEntry): Body | null {
  const text = content?.text;
  if (text === undefined || text === "") return null;
  const isBinary = /^application\/octet-stream\b/i.test(content?.mimeType ?? "");
  const bytes = content?.encoding === "base64" ? fromBase64(text) : encoder.encode(text);
  return bytes === null ? null : { bytes, binary: isBinary, placeOf: (from, to) => ({ from, to }) };
}
