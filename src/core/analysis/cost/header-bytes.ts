import type { Bytes } from "../../units.ts";
import type { HarHeader } from "../../wire/events.ts";

/** The headers of a request as HTTP needs them, wherever they were recorded. */
export interface RequestHead {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HarHeader[];
}

/** The same of a response. */
export interface ResponseHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HarHeader[];
}

/** An HTTP/2 frame's own header (RFC 9113 4.1). */
export const H2_FRAME_BYTES: Bytes = 9;

const encoder = new TextEncoder();

/**
 * A request's header section in HTTP/1.1 to the byte (RFC 9112 3): the request line, a line each header, an empty line. The pseudo-headers
 * of HTTP/2 stand in the request line, and `:authority` is `Host`.
 */
export function requestHeadBytes({ method, url, headers }: RequestHead): Bytes {
  const host = headers.some(({ name }) => name.toLowerCase() === "host") ? 0 : hostLineBytes(url);
  return (
    bytesOf(method) + 1 + bytesOf(targetOf(url)) + " HTTP/1.1\r\n".length + host + linesBytes(headers) + 2
  );
}

/** A response's header section in HTTP/1.1 (RFC 9112 4). HTTP/2 has no reason phrase; then none is counted. */
export function responseHeadBytes({ status, statusText, headers }: ResponseHead): Bytes {
  return "HTTP/1.1 ".length + String(status).length + 1 + bytesOf(statusText) + 2 + linesBytes(headers) + 2;
}

/** The lines of some headers: `name: value` and a line break each. */
export function linesBytes(headers: readonly HarHeader[]): Bytes {
  let bytes = 0;
  for (const { name, value } of headers) {
    if (!name.startsWith(":")) bytes += bytesOf(name) + 2 + bytesOf(value) + 2;
  }
  return bytes;
}

/** The UTF-8 of a text. Most are ASCII, which need not be encoded to be counted. */
export function bytesOf(text: string): Bytes {
  return /^[\0-\x7f]*$/.test(text) ? text.length : encoder.encode(text).length;
}

/** The path and query of a URL, as they stand in the request line (RFC 9112 3.2.1). */
export function targetOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function hostLineBytes(url: string): Bytes {
  return URL.canParse(url) ? "Host: ".length + bytesOf(new URL(url).host) + 2 : 0;
}
