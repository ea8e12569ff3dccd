import { FLAG_PARTIAL } from "../wire/batch.ts";
import type { PayloadEvent } from "../wire/events.ts";
import type { LaterParts } from "./later-parts.ts";
import type { MessageLog, Segment } from "./message-log.ts";

/** The messages of a session whose payloads come in pieces, and are not whole yet. */
export interface UnfinishedPayloads {
  /** Pieces that have come after their rows: these rows have changed. */
  readonly latePieces: number;
  /** More of a message's payload is to come; by its frame and sequence number. */
  began(frame: string, seq: number, row: number): void;
  /** A piece has come; one of a message that is not known is passed over. */
  add(frame: string, event: PayloadEvent, segment: Segment): void;
  save(): [message: string, row: number][];
  restore(saved: readonly (readonly [message: string, row: number])[]): void;
}

/** Creates it over a log and what comes of its payloads later. */
export function createUnfinishedPayloads(log: MessageLog, parts: LaterParts): UnfinishedPayloads {
  /** From frame and sequence number to the row. */
  const rows = new Map<string, number>();
  let latePieces = 0;
  return {
    get latePieces() {
      return latePieces;
    },
    began: (frame, seq, row) => void rows.set(`${frame} ${seq}`, row),
    add(frame, event, segment) {
      const key = `${frame} ${event.message}`;
      const row = rows.get(key);
      if (row === undefined) return;
      latePieces += 1;
      // More than the message said it has is a lie, and not kept.
      const held = parts.held(row) + segment.length;
      if (segment.length > 0 && held <= log.size.get(row)) parts.add(row, segment);
      if (event.partial) return;
      rows.delete(key);
      log.setFlags(row, log.flags.get(row) & ~FLAG_PARTIAL);
    },
    save: () => [...rows],
    restore(saved) {
      for (const [message, row] of saved) rows.set(message, row);
    },
  };
}
