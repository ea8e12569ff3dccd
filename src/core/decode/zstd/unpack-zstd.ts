import type { Bytes } from "../../units.ts";
import { type Inflated, MOST_INFLATED } from "../bytes/inflate.ts";
import { type BlockState, readBlock, startBlocks } from "./read-block.ts";

/** A block unpacks to no more than this. */
const MOST_BLOCK: Bytes = 128 * 1024;

/** A window of a frame: what is larger than all that is ever unpacked need not be kept. */
const MOST_REACH: Bytes = MOST_INFLATED;

/** What was said at a frame's beginning. */
export interface ZstdFrame {
  /** How far back copies may reach; blocks are no longer either. */
  readonly reach: Bytes;
  readonly hasChecksum: boolean;
  /** What it says it unpacks to; null where it does not. */
  readonly size: Bytes | null;
  /** Where its first block begins. */
  readonly from: Bytes;
}

/** Whether a frame of Zstandard begins here. */
export function isZstd(bytes: Uint8Array, at: Bytes = 0): boolean {
  return bytes[at] === 0x28 && bytes[at + 1] === 0xb5 && bytes[at + 2] === 0x2f && bytes[at + 3] === 0xfd;
}

/** The header of the frame that begins at `at` (RFC 8878, section 3.1.1.1); null where none does, or one that needs a dictionary. */
export function readZstdFrame(bytes: Uint8Array, at: Bytes): ZstdFrame | null {
  if (!isZstd(bytes, at)) return null;
  const flags = bytes[at + 4] ?? 0xff;
  const isSingle = (flags & 0x20) !== 0;
  if ((flags & 0x08) !== 0) return null;
  let next = at + 5;
  let reach = 0;
  if (!isSingle) {
    const byte = bytes[next] ?? 0;
    const base = 2 ** (10 + (byte >> 3));
    reach = base + (base / 8) * (byte & 7);
    next += 1;
  }
  for (let left = [0, 1, 2, 4][flags & 3] as number; left > 0; left -= 1) {
    if (bytes[next] !== 0) return null;
    next += 1;
  }
  const sizeFlag = flags >> 6;
  const width = sizeFlag === 0 ? Number(isSingle) : 2 ** sizeFlag;
  let size = sizeFlag === 1 ? 256 : 0;
  for (let index = 0; index < width; index += 1) size += (bytes[next + index] ?? 0) * 256 ** index;
  next += width;
  if (next > bytes.length) return null;
  return {
    reach: Math.min(MOST_REACH, isSingle ? size : reach),
    hasChecksum: (flags & 4) !== 0,
    size: width === 0 ? null : size,
    from: next,
  };
}

/** What is unpacked, and grows; copies reach back into what came before. */
export interface ZstdOutput {
  bytes: Uint8Array;
  at: Bytes;
}

/** How the blocks went that were read. */
export interface BlocksRead {
  /** Behind the last block that was whole. */
  readonly next: Bytes;
  /** It was the frame's last. */
  readonly isLast: boolean;
  /** There is more than `limit`. */
  readonly over: boolean;
}

/** Unpacks blocks from `from` on, up to the frame's last, or to the end of the bytes; `size` is what all of them unpack to, if it is known. Throws where there are none. */
export function readZstdBlocks(
  bytes: Uint8Array,
  from: Bytes,
  reach: Bytes,
  state: BlockState,
  out: ZstdOutput,
  limit: Bytes,
  size: Bytes | null,
): BlocksRead {
  const longest = Math.min(MOST_BLOCK, Math.max(reach, 1));
  const end = size === null ? Number.POSITIVE_INFINITY : out.at + size;
  let at = from;
  while (at + 3 <= bytes.length) {
    const head = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
    const type = (head >> 1) & 3;
    const length = head >> 3;
    const start = at + 3;
    const next = start + (type === 1 ? 1 : length);
    const most = Math.min(longest, end - out.at);
    if (type === 3 || length > (type === 2 ? longest : most)) throw new Error("a block that there is not");
    if (next > bytes.length) break;
    if (out.at > limit) return { next: at, isLast: false, over: true };
    makeRoom(out, type === 2 ? most : length);
    if (type === 2) {
      out.at = readBlock(bytes, start, next, state, { bytes: out.bytes, at: out.at, most });
    } else {
      if (type === 0) out.bytes.set(bytes.subarray(start, next), out.at);
      else out.bytes.fill(bytes[start] as number, out.at, out.at + length);
      out.at += length;
    }
    at = next;
    if ((head & 1) === 1) return { next: at, isLast: true, over: out.at > limit };
  }
  return { next: at, isLast: false, over: out.at > limit };
}

function makeRoom(out: ZstdOutput, bytes: Bytes): void {
  if (out.at + bytes <= out.bytes.length) return;
  const larger = new Uint8Array(Math.max(out.at + bytes, out.bytes.length * 2));
  larger.set(out.bytes.subarray(0, out.at));
  out.bytes = larger;
}

/**
 * What Zstandard data (RFC 8878) unpack to, all frames together, up to `limit`; null where they are none, are not whole, need a dictionary, or say another length than they
 * have. Checksums are not looked at. Its own: the library there is can be made to run for minutes by some bytes, and writes where it has no room.
 */
export function unpackZstd(bytes: Uint8Array, limit: Bytes = MOST_INFLATED): Inflated | null {
  const out: ZstdOutput = { bytes: new Uint8Array(Math.min(limit, bytes.length * 4)), at: 0 };
  let at = 0;
  try {
    while (at < bytes.length) {
      const skipped = endOfSkippable(bytes, at);
      if (skipped !== null) {
        at = skipped;
        continue;
      }
      const frame = readZstdFrame(bytes, at);
      if (frame === null) return null;
      const start = out.at;
      const read = readZstdBlocks(bytes, frame.from, frame.reach, startBlocks(), out, limit, frame.size);
      if (read.over) return { bytes: out.bytes.slice(0, limit), over: true };
      at = read.next + (frame.hasChecksum ? 4 : 0);
      const isWhole = read.isLast && at <= bytes.length;
      if (!isWhole || (frame.size !== null && frame.size !== out.at - start)) return null;
    }
  } catch {
    return null;
  }
  return at === 0 ? null : { bytes: out.bytes.slice(0, out.at), over: false };
}

/** Frames for who knows them (section 3.1.2); the data have to begin with one of Zstandard's own. */
function endOfSkippable(bytes: Uint8Array, at: Bytes): Bytes | null {
  const isOne =
    at > 0 &&
    ((bytes[at] as number) & 0xf0) === 0x50 &&
    bytes[at + 1] === 0x2a &&
    bytes[at + 2] === 0x4d &&
    bytes[at + 3] === 0x18;
  if (!isOne || at + 8 > bytes.length) return null;
  const size = new DataView(bytes.buffer, bytes.byteOffset + at + 4, 4).getUint32(0, true);
  return at + 8 + size > bytes.length ? null : at + 8 + size;
}
