import { fromByteArray, toByteArray } from "base64-js";

/** Bytes as base64 (RFC 4648, section 4), with padding. */
export function toBase64(bytes: Uint8Array): string {
  return fromByteArray(bytes);
}

/**
 * The bytes of a base64 text, or null where it is none. The URL-safe alphabet and missing padding are let
 * through, since programs differ; base64-js itself would read any character as some bits.
 */
export function fromBase64(text: string): Uint8Array | null {
  const body = text.replace(/={1,2}$/, "");
  if (body.length % 4 === 1 || !/^[A-Za-z0-9+/_-]*$/.test(body)) return null;
  return toByteArray(body + "=".repeat((4 - (body.length % 4)) % 4));
}
