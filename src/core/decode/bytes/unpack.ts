import type { Bytes } from "../../units.ts";
import { type Inflated, inflate } from "./inflate.ts";

const GZIP_HEADER: Bytes = 10;
const GZIP_TRAILER: Bytes = 8;
const ZLIB_TRAILER: Bytes = 4;

const HEADER_CHECK = 0x02;
const EXTRA = 0x04;
const NAME = 0x08;
const COMMENT = 0x10;
const RESERVED = 0xe0;

/** What gzip data (RFC 1952) unpack to, one member; null where they are none, or where they say another length than they have. */
export function unpackGzip(bytes: Uint8Array): Inflated | null {
  const from = endOfGzipHeader(bytes);
  const to = bytes.length - GZIP_TRAILER;
  if (from === null || from >= to) return null;
  const found = inflate(bytes.subarray(from, to));
  if (found === null || found.over) return found;
  const said = new DataView(bytes.buffer, bytes.byteOffset + to + 4, 4).getUint32(0, true);
  return said === found.bytes.length ? found : null;
}

function endOfGzipHeader(bytes: Uint8Array): Bytes | null {
  if (bytes.length < GZIP_HEADER + GZIP_TRAILER) return null;
  const flags = bytes[3] as number;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8 || (flags & RESERVED) !== 0) return null;
  let at = GZIP_HEADER;
  if ((flags & EXTRA) !== 0) at += 2 + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  for (const flag of [NAME, COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end === -1) return null;
    at = end + 1;
  }
  return (flags & HEADER_CHECK) === 0 ? at : at + 2;
}

/** Whether bytes begin as zlib data do (RFC 1950), without a dictionary. */
export function isZlibHeader(bytes: Uint8Array): boolean {
  const [method = 0, flags = 0] = bytes;
  return (method & 15) === 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0 && (flags & 0x20) === 0;
}

/** What zlib data unpack to; null where they are none, or where their checksum is wrong. */
export function unpackZlib(bytes: Uint8Array): Inflated | null {
  const to = bytes.length - ZLIB_TRAILER;
  if (to <= 2 || !isZlibHeader(bytes)) return null;
  const found = inflate(bytes.subarray(2, to));
  if (found === null || found.over) return found;
  const said = new DataView(bytes.buffer, bytes.byteOffset + to, 4).getUint32(0);
  return said === adler32(found.bytes) ? found : null;
}

/** The checksum of RFC 1950, section 9. */
function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let at = 0; at < bytes.length; ) {
    // So many additions stay below what a number can hold exactly in 32 bits.
    const end = Math.min(bytes.length, at + 3800);
    for (; at < end; at += 1) {
      a += bytes[at] as number;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return b * 65536 + a;
}
