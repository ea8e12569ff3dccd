import { PAYLOAD_PAGE_BYTES, type ReadBack } from "../core/model/payloads.ts";
import type { Session } from "../core/model/session.ts";

/** So much is read from the disk at a time: some chunks, each of which is read once. */
const STREAM_BYTES = 2 * 1024 * 1024;

/**
 * The bytes of rows, for who looks at all of them in their order. What is not in memory is read in large parts, the next one
 * while this one is looked at, and is not kept.
 */
export interface RowBytes {
  /** Copies what lies from one address up to another to a place; resolves when it is there. */
  copy(target: Uint8Array, at: number, from: number, until: number): Promise<void>;
  /** Copies name, ID and so many bytes of the payload of a row whose payload lies in several places. */
  copyParts(target: Uint8Array, at: number, row: number, payloadBytes: number): Promise<void>;
}

/** Creates the reader of a session's rows. */
export function createRowBytes({ log, payloads, load, payload }: Session): RowBytes {
  const { address, nameLength, idLength } = log;
  let part: ReadBack = { address: 0, bytes: new Uint8Array(0) };
  /** The part behind it, where one followed the other before. */
  let next: { readonly from: number; readonly read: Promise<ReadBack> } | null = null;
  let partEnd = 0;

  function begin(from: number, until: number): Promise<ReadBack> {
    const read = payloads.stream(from, Math.max(until, from + STREAM_BYTES));
    // It may never be asked for.
    read.catch(() => {});
    return read;
  }

  async function read(from: number, until: number): Promise<void> {
    const goesOn = from >= partEnd && from < partEnd + STREAM_BYTES;
    let found = next !== null && from >= next.from ? await next.read.catch(() => null) : null;
    if (found === null || !within(found, from, until)) found = await begin(from, until);
    part = found;
    partEnd = part.address + part.bytes.length;
    next = goesOn ? { from: partEnd, read: begin(partEnd, partEnd) } : null;
  }

  /** Copies what there is at an address without reading anything; answers how many bytes. */
  function copySome(target: Uint8Array, at: number, from: number, until: number): number {
    if (from >= part.address && from < partEnd) {
      const some = part.bytes.subarray(from - part.address, until - part.address);
      target.set(some, at);
      return some.length;
    }
    const pageEnd = (Math.floor(from / PAYLOAD_PAGE_BYTES) + 1) * PAYLOAD_PAGE_BYTES;
    const segment = { address: from, length: Math.min(until, pageEnd) - from };
    if (!payloads.has(segment)) return 0;
    target.set(payloads.read(from, segment.length), at);
    return segment.length;
  }

  async function copy(target: Uint8Array, at: number, from: number, until: number): Promise<void> {
    let copied = 0;
    while (from + copied < until) {
      const some = copySome(target, at + copied, from + copied, until);
      copied += some;
      if (some === 0) await read(from + copied, from + copied + 1);
    }
  }

  return {
    copy,
    async copyParts(target, at, row, payloadBytes) {
      const names = nameLength.get(row) + idLength.get(row);
      const from = address.get(row) - names;
      await copy(target, at, from, from + names);
      for (let coming = load(row); coming !== null; coming = load(row)) await coming;
      target.set(payload(row).subarray(0, payloadBytes), at + names);
    },
  };
}

function within({ address, bytes }: ReadBack, from: number, until: number): boolean {
  return address <= from && until <= address + bytes.length;
}
