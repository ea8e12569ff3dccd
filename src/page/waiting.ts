import type { RecordEvent } from "../core/wire/events.ts";
import { byteLengthOf } from "../core/wire/intrinsics.ts";

/** A message that waits to be packed. `seq` is set when it has been. */
export interface WaitingMessage {
  readonly kind: "message";
  readonly at: number;
  readonly connection: number;
  flags: number;
  payload: string | Uint8Array<ArrayBuffer>;
  /** Where in a payload of bytes the message's own are; a text is all of it. */
  readonly start: number;
  /** How many bytes, of a text UTF-16 code units. */
  length: number;
  /** The true size, or null: that of the payload. */
  readonly size: number | null;
  /** What it takes of the page's memory, a Blob's bytes included, which come later. */
  readonly weight: number;
  readonly eventName: string;
  readonly eventId: string;
  seq: number | null;
  evicted: boolean;
}

/** The late payload of a message that has been packed. */
export interface WaitingPayload {
  readonly kind: "payload";
  readonly at: number;
  readonly message: WaitingMessage;
  readonly payload: Uint8Array<ArrayBuffer>;
}

export interface WaitingRecord {
  readonly kind: "record";
  readonly record: RecordEvent;
}

export type Waiting = WaitingMessage | WaitingPayload | WaitingRecord;

/** What each message, payload or record takes beside its payload. */
export const ENTRY_BYTES = 50;
const RECORD_BYTES = 100;

/** What an entry takes of the page's memory. */
export function weigh(entry: Waiting): number {
  if (entry.kind === "record") return RECORD_BYTES;
  return entry.kind === "message" ? entry.weight : byteLengthOf(entry.payload) + ENTRY_BYTES;
}

/** The bytes of a payload, of a text its UTF-16 code units. */
export function lengthOf(payload: string | Uint8Array): number {
  return typeof payload === "string" ? payload.length : byteLengthOf(payload);
}
