import type { Bytes } from "../../units.ts";
import { type Inflated, MOST_INFLATED } from "./inflate.ts";

/** The sizes of blocks, by their number in the header. */
const BLOCK_BYTES: readonly Bytes[] = [0, 0, 0, 0, 65_536, 262_144, 1_048_576, 4_194_304];

/** The first bit of a block's size: it is not packed. */
const RAW = 0x80000000;

/**
 * What LZ4's frames (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md) unpack to, up to `limit`; null where bytes are none, are not whole, need a dictionary, or
 * say another length than they have. Checksums are not looked at.
 */
export function unpackLz4(bytes: Uint8Array, limit: Bytes = MOST_INFLATED): Inflated | null {
  const frame = readFrame(bytes);
  if (frame === null) return null;
  const { flags, most, size } = frame;
  let at = frame.from;
  let out = new Uint8Array(Math.min(limit, most, size ?? bytes.length * 8));
  let length = 0;
  for (;;) {
    const head = uint32(bytes, at);
    at += 4;
    if (head === null) return null;
    if (head === 0) break;
    const packed = head % RAW;
    const end = at + packed;
    if (end > bytes.length || packed > most) return null;
    if (length > limit) return { bytes: out.slice(0, limit), over: true };
    // A byte of a length stands for 255 at most.
    const room = length + (head >= RAW ? packed : Math.min(most, packed * 255));
    if (room > out.length) {
      const larger = new Uint8Array(Math.max(room, out.length * 2));
      larger.set(out.subarray(0, length));
      out = larger;
    }
    if (head >= RAW) {
      out.set(bytes.subarray(at, end), length);
      length += packed;
    } else {
      const next = readBlock(bytes, at, end, out, length, room);
      if (next === null) return null;
      length = next;
    }
    at = end + ((flags & 0x10) !== 0 ? 4 : 0);
  }
  if ((flags & 0x04) !== 0) at += 4;
  if (at !== bytes.length || (size !== null && size !== length)) return null;
  return { bytes: out.slice(0, Math.min(limit, length)), over: length > limit };
}

interface Frame {
  readonly flags: number;
  /** No block unpacks to more. */
  readonly most: Bytes;
  readonly size: Bytes | null;
  readonly from: Bytes;
}

function readFrame(bytes: Uint8Array): Frame | null {
  if (uint32(bytes, 0) !== 0x184d2204) return null;
  const flags = bytes[4] ?? 0;
  const most = BLOCK_BYTES[((bytes[5] ?? 0) >> 4) & 7] as Bytes;
  // Version 1, nothing reserved, no dictionary.
  if (flags >> 6 !== 1 || (flags & 3) !== 0 || most === 0 || ((bytes[5] ?? 0) & 0x8f) !== 0) return null;
  if ((flags & 0x08) === 0) return { flags, most, size: null, from: 7 };
  const low = uint32(bytes, 6);
  const high = uint32(bytes, 10);
  return low === null || high === null ? null : { flags, most, size: high * 2 ** 32 + low, from: 15 };
}

/** Unpacks a block; answers where its output ends, null where it is none. Copies may reach into the blocks before. */
function readBlock(
  bytes: Uint8Array,
  from: Bytes,
  to: Bytes,
  out: Uint8Array,
  start: Bytes,
  room: Bytes,
): Bytes | null {
  let at = from;
  let length = start;
  /** A length of 15 goes on in bytes, of which each but the last is 255. */
  const readLength = (first: number): number => {
    let value = first;
    if (first < 15) return value;
    for (;;) {
      const byte = at < to ? (bytes[at] as number) : -1;
      at += 1;
      if (byte < 0) return Number.POSITIVE_INFINITY;
      value += byte;
      if (byte < 255) return value;
    }
  };
  while (at < to) {
    const token = bytes[at] as number;
    at += 1;
    const literals = readLength(token >> 4);
    if (at + literals > to || length + literals > room) return null;
    for (const end = at + literals; at < end; at += 1, length += 1) out[length] = bytes[at] as number;
    if (at === to) return length;
    const offset = (bytes[at] as number) | ((bytes[at + 1] ?? 0) << 8);
    at += 2;
    const match = readLength(token & 15) + 4;
    if (at > to || offset === 0 || offset > length || length + match > room) return null;
    for (const end = length + match; length < end; length += 1) out[length] = out[length - offset] as number;
  }
  return null;
}

function uint32(bytes: Uint8Array, at: Bytes): number | null {
  if (at + 4 > bytes.length) return null;
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
}
