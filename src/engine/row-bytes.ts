import type { ReadBack } from "../core/model/payloads.ts";
import type { Session } from "../core/model/session.ts";

/** So much is read from the disk at a time: some chunks, each of which is read once. */
const STREAM_BYTES = 2 * 1024 * 1024;

/**
 * The bytes of rows, for who looks at all of them in their order. What is not in memory is read in large parts, the next one
 * while this one is looked at, and is not kept.
 */
export interface RowBytes {
  /** Null: the row can be copied. Else it can be when it resolves. */
  ready(row: number): Promise<void> | null;
  /** Copies name, ID and so many bytes of the payload to a place. */
  copyTo(target: Uint8Array, at: number, row: number, payloadBytes: number): void;
}

/** Creates the reader of a session's rows. */
export function createRowBytes({ log, payloads, segment, load, payload }: Session): RowBytes {
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
    ready(row) {
      const lies = segment(row);
      if (lies === null) return load(row);
      const until = lies.address + lies.length;
      if (payloads.has(lies) || within(part, lies.address, until)) return null;
      return read(lies.address, until);
    },
    copyTo(target, at, row, payloadBytes) {
      const lies = segment(row);
      const names = log.nameLength.get(row) + log.idLength.get(row);
      if (lies === null) {
        const address = log.address.get(row) - names;
        target.set(payloads.read(address, names), at);
        target.set(payload(row).subarray(0, payloadBytes), at + names);
      } else if (within(part, lies.address, lies.address + names + payloadBytes)) {
        const from = lies.address - part.address;
        target.set(part.bytes.subarray(from, from + names + payloadBytes), at);
      } else target.set(payloads.read(lies.address, names + payloadBytes), at);
    },
  };
}

function within({ address, bytes }: ReadBack, from: number, until: number): boolean {
  return address <= from && until <= address + bytes.length;
}
