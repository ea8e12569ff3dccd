import type { MessageMeaning } from "../analysis/summarise-parts.ts";
import type { Bytes, EpochMs, Milliseconds } from "../units.ts";
import type { Direction, PayloadType } from "./events.ts";

export interface RowWindow {
  readonly revision: number;
  readonly start: number;
  readonly matched: number;
  readonly rows: readonly Row[];
}

/** A row of the list. */
export interface Row {
  /** Its number in the log, from 0; stays the same whatever the view. */
  readonly row: number;
  readonly kind: "message" | "mark" | "request";
  readonly at: EpochMs;
  /** Since the row before it in the view; null for the first. */
  readonly deltaMs: Milliseconds | null;
  readonly connection: number;
  readonly direction: Direction | null;
  readonly payloadType: PayloadType | null;
  readonly size: Bytes;
  /** Server-Sent Events: the event type; marks: the record's type; requests: the method. */
  readonly name: string;
  readonly eventId: string;
  /** The beginning of the payload (text, or hex of binary), or a sentence on the mark or the request. */
  readonly preview: string;
  /** The preview is not all of it. */
  readonly previewCut: boolean;
  /** What is wrong with it, as a sentence; "" is nothing. */
  readonly problem: string;
  /** Bytes of the payload that are not there: not yet come, or never read. */
  readonly missingBytes: Bytes;
  /** Server-Sent Events: no listener of the page waited for its type; the browser told of it. */
  readonly unheard: boolean;
  /** They are missing because the message was larger than the largest that is taken. */
  readonly cut: boolean;
  /** What is looked for was found in it. */
  readonly found: boolean;
  /** What it means; null where nothing is known of it, or not yet: then the view changes when it is. */
  readonly meaning: MessageMeaning | null;
  /** What the reader has said of it. */
  readonly marked: boolean;
  readonly pinned: boolean;
  readonly note: string;
  /** The round trip that it is a part of; null where none is known (yet). */
  readonly trip: RowTrip | null;
}

/** What a row is in a round trip. */
export interface RowTrip {
  readonly role: "request" | "reply";
  /** Of a request to its first reply, of a reply from its request; null: it is not answered, or the time between is not known. */
  readonly rttMs: Milliseconds | null;
  /** The row of the first reply, or of the request; null: it is not answered. */
  readonly partner: number | null;
  /** How many came back. */
  readonly replies: number;
  /** What paired them: a protocol, or the path of a value. */
  readonly by: string;
  /** So much of what was sent before still waited to go out when the request was made, in bytes; 0: little, or it was not read. */
  readonly waitingBytes: Bytes;
  /** Of more than one reply; else null. */
  readonly stream: RowStream | null;
}

/** What came back on one request, that was more than one reply. */
export interface RowStream {
  readonly last: number;
  readonly lastMs: Milliseconds;
  /** The last reply said so itself. */
  readonly ended: boolean;
  /** Replies that did not end it, and how many of them came a second; null of fewer than two. */
  readonly events: number;
  readonly perSecond: number | null;
  /** How long it stood still, where that was much longer than usual; else null. */
  readonly stallMs: Milliseconds | null;
}

/** As what rows can be copied. */
export type CopyFormat = "text" | "json" | "hex" | "base64" | "c";

/** Rows as texts. */
export interface CopiedRows {
  readonly texts: readonly string[];
  /** How many rows these are of: the rest is asked for again. */
  readonly done: number;
  /** Those of them that have nothing of that format. */
  readonly skipped: number;
  /** Those of which bytes are missing. */
  readonly incomplete: number;
}
