import type { Bytes } from "../units.ts";
import type { MessageLog, Segment } from "./message-log.ts";
import { createTable, type Table } from "./table.ts";

const COLUMNS = { address: "number", length: "count", next: "count", last: "count", held: "number" } as const;

/** The parts of payloads that came after their rows: large messages, and Blobs, which are read later. */
export interface LaterParts {
  readonly table: Table<keyof typeof COLUMNS>;
  /** Adds bytes to what there is of a row's payload. */
  add(row: number, segment: Segment): void;
  /** How many bytes of the payload are here. */
  held(row: number): Bytes;
  /** All parts of the payload, in order; the first is the row's own, which may be empty. */
  of(row: number): Segment[];
}

/** Creates the parts of an empty log. A row names its second part; that one counts them, and each names the one after it. */
export function createLaterParts(log: MessageLog): LaterParts {
  const table = createTable<keyof typeof COLUMNS>(COLUMNS);
  const { address, length, next, last, held } = table.columns;

  function append(segment: Segment): number {
    const part = table.append();
    address.set(part, segment.address);
    length.set(part, segment.length);
    return part;
  }

  return {
    table,
    add(row, segment) {
      const first = log.parts.get(row) - 1;
      if (first >= 0) {
        const part = append(segment);
        const before = last.get(first);
        next.set(before, part + 1);
        last.set(first, part);
        held.set(first, held.get(first) + segment.length);
        table.touch(before);
        table.touch(first);
        return;
      }
      // Nothing is there yet, and no name that it would have to lie behind: most often a Blob, which then is in one part.
      const isBare = log.nameLength.get(row) + log.idLength.get(row) === 0;
      if (log.payloadLength.get(row) === 0 && isBare) {
        log.setSegment(row, segment);
        return;
      }
      const part = append(segment);
      last.set(part, part);
      held.set(part, segment.length);
      log.setParts(row, part + 1);
    },
    held(row) {
      const first = log.parts.get(row) - 1;
      return log.payloadLength.get(row) + (first < 0 ? 0 : held.get(first));
    },
    of(row) {
      const segments: Segment[] = [{ address: log.address.get(row), length: log.payloadLength.get(row) }];
      for (let part = log.parts.get(row) - 1; part >= 0; part = next.get(part) - 1) {
        segments.push({ address: address.get(part), length: length.get(part) });
      }
      return segments;
    },
  };
}
