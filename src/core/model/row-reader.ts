import type { Bytes } from "../units.ts";
import type { RecordEvent } from "../wire/events.ts";
import type { LaterParts } from "./later-parts.ts";
import { type MessageLog, ROW_MESSAGE, type Segment } from "./message-log.ts";
import type { Payloads } from "./payloads.ts";
import type { StreamPlace } from "./stream-fold.ts";

/** What the rows of a session say. */
export interface RowReader {
  /**
   * Null: what a row says is in memory. Else it is, until others are read, when it resolves; it rejects with a sentence. Of a
   * payload no more than `most` bytes are asked for.
   */
  load(row: number, most?: Bytes): Promise<void> | null;
  /** Whether it is in memory; nothing is read. */
  has(row: number, most?: Bytes): boolean;
  /** The same of its beginning, its name and its ID. */
  loadStart(row: number): Promise<void> | null;
  /**
   * The payload of a message, or a record's JSON, as UTF-8; shorter than its `size` where bytes are missing. At most `most`
   * bytes of it, its beginning.
   */
  payload(row: number, most?: Bytes): Uint8Array;
  /** The beginning of the payload, at most `START_BYTES` of it: enough to show what it is. */
  payloadStart(row: number): Uint8Array;
  /** How many bytes of the payload there are. */
  heldLength(row: number): Bytes;
  /** Where its name, its ID and at most `most` bytes of its payload lie: name, ID and the payload's first part follow each other. */
  segmentsOf(row: number, most: Bytes): readonly Segment[];
  eventName(row: number): string;
  eventId(row: number): string;
  /** Where in its stream a row was found; null of a row that was not found in one. */
  streamPlace(row: number): StreamPlace | null;
  /** What a mark or a request says; null for a message. */
  record(row: number): RecordEvent | null;
}

/** A row's beginning: more than the 300 characters that a list shows of it, of which each takes up to four bytes (UTF-8). */
export const START_BYTES = 1204;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Creates the reader of a log's rows. */
export function createRowReader(log: MessageLog, parts: LaterParts, payloads: Payloads): RowReader {
  /** Where a row's name begins: it, the ID and the payload's first part follow each other. */
  function startOf(row: number): number {
    return log.address.get(row) - log.nameLength.get(row) - log.idLength.get(row);
  }

  /** A row's name, its ID, and so many bytes of the payload's first part. */
  function head(row: number, most: number): Segment {
    const address = startOf(row);
    const length = log.address.get(row) - address + Math.min(most, log.payloadLength.get(row));
    return { address, length };
  }

  function segmentsOf(row: number, most: number): Segment[] {
    const first = head(row, most);
    if (log.parts.get(row) === 0) return [first];
    const segments = [first];
    let left = most - log.payloadLength.get(row);
    for (const { address, length } of parts.of(row).slice(1)) {
      if (left <= 0) break;
      segments.push({ address, length: Math.min(length, left) });
      left -= length;
    }
    return segments;
  }

  function payload(row: number, most = Number.POSITIVE_INFINITY): Uint8Array {
    const own = Math.min(most, log.payloadLength.get(row));
    if (log.parts.get(row) === 0 || own === most) return payloads.read(log.address.get(row), own);
    const [, ...later] = segmentsOf(row, most);
    const segments = [{ address: log.address.get(row), length: own }, ...later];
    const whole = new Uint8Array(segments.reduce((sum, part) => sum + part.length, 0));
    let position = 0;
    for (const { address, length } of segments) {
      whole.set(payloads.read(address, length), position);
      position += length;
    }
    return whole;
  }

  function textAt(start: number, length: number): string {
    return length === 0 ? "" : decoder.decode(payloads.read(start, length));
  }

  /** The first part that has any bytes. */
  function firstPart(row: number): Segment {
    const own = { address: log.address.get(row), length: log.payloadLength.get(row) };
    if (own.length > 0 || log.parts.get(row) === 0) return own;
    return parts.of(row).find(({ length }) => length > 0) ?? own;
  }

  return {
    load(row, most = Number.POSITIVE_INFINITY) {
      // Nothing is made for a row that is there: many are asked for.
      if (log.parts.get(row) === 0) {
        const whole = head(row, most);
        return whole.length === 0 ? null : payloads.load(whole);
      }
      return payloads.load(...segmentsOf(row, most));
    },
    has(row, most = Number.POSITIVE_INFINITY) {
      if (log.parts.get(row) === 0) return payloads.has(head(row, most));
      return segmentsOf(row, most).every((segment) => payloads.has(segment));
    },
    loadStart(row) {
      const { address, length } = firstPart(row);
      return payloads.load(head(row, START_BYTES), { address, length: Math.min(START_BYTES, length) });
    },
    payload,
    payloadStart(row) {
      const { address, length } = firstPart(row);
      return payloads.read(address, Math.min(START_BYTES, length));
    },
    heldLength: parts.held,
    segmentsOf,
    eventName: (row) => textAt(startOf(row), log.nameLength.get(row)),
    eventId: (row) => textAt(startOf(row) + log.nameLength.get(row), log.idLength.get(row)),
    streamPlace: log.placeOf,
    record(row) {
      if (log.kind.get(row) === ROW_MESSAGE) return null;
      return JSON.parse(decoder.decode(payload(row))) as RecordEvent;
    },
  };
}
