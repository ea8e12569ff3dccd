import type { ReadBack } from "../core/model/payloads.ts";
import type { Session } from "../core/model/session.ts";

/** So much is read from the disk at a time: some chunks, each of which is read once. */
const STREAM_BYTES = 2 * 1024 * 1024;

/**
 * The bytes of rows, for who looks at all of them in their order. What is not in memory is read in large parts, the next one
 * while this one is looked at, and is not kept.
 */
export interface RowBytes {
  /** Null: name, ID and so many bytes of the payload can be copied. Else they can be when it resolves. */
  ready(row: number, payloadBytes: number): Promise<void> | null;
  /** Copies them to a place. */
  copyTo(target: Uint8Array, at: number, row: number, payloadBytes: number): void;
}

/** Creates the reader of a session's rows. */
export function createRowBytes({ log, payloads, load, payload }: Session): RowBytes {
  const { address, nameLength, idLength, parts } = log;
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

  return {
    ready(row, payloadBytes) {
      if (parts.get(row) !== 0 && payloadBytes > 0) return load(row);
      const at = address.get(row);
      const from = at - nameLength.get(row) - idLength.get(row);
      const until = at + payloadBytes;
      if (from >= part.address && until <= partEnd) return null;
      return payloads.has({ address: from, length: until - from }) ? null : read(from, until);
    },
    copyTo(target, at, row, payloadBytes) {
      const names = nameLength.get(row) + idLength.get(row);
      const from = address.get(row) - names;
      const until = from + names + payloadBytes;
      if (parts.get(row) !== 0 && payloadBytes > 0) {
        target.set(payloads.read(from, names), at);
        target.set(payload(row).subarray(0, payloadBytes), at + names);
      } else if (from >= part.address && until <= partEnd) {
        target.set(part.bytes.subarray(from - part.address, until - part.address), at);
      } else target.set(payloads.read(from, until - from), at);
    },
  };
}

function within({ address, bytes }: ReadBack, from: number, until: number): boolean {
  return address <= from && until <= address + bytes.length;
}
