import { fromBase64 } from "../../export/base64.ts";
import { textOf } from "./text-of.ts";

/** Shorter text may be base64 by chance. */
const LEAST_BASE64 = 32;

const MOST_BASE64 = 16 * 1024 * 1024;

const PREFIX = /^data:[\w.+-]{1,60}\/[\w.+-]{1,60}(?:;[\w=-]{1,60}){0,4};base64,/;

/** What base64 (RFC 4648, either alphabet) stands for, also that of a `data:` URL; null where a text is none. */
export function readBase64(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < LEAST_BASE64 || bytes.length > MOST_BASE64) return null;
  const start = textOf(bytes, 0, Math.min(bytes.length, 400));
  const prefix = PREFIX.exec(start)?.[0] ?? "";
  if (prefix === "" && !/^[A-Za-z0-9+/_=-]*$/.test(start)) return null;
  return fromBase64(textOf(bytes, prefix.length));
}
