import {
  CODE_RECORD,
  FLAG_BINARY,
  FLAG_CHUNK,
  FLAG_CUT,
  FLAG_PARTIAL,
  ROW_LENGTH,
} from "../core/wire/batch.ts";
import type { RecordEvent } from "../core/wire/events.ts";
import { FLAG_APART, FLAG_DISCARDED, type Haul } from "../core/wire/haul.ts";
import {
  Bytes,
  bufferOf,
  byteLengthOf,
  byteOffsetOf,
  keys,
  min,
  Numbers,
  partOf,
  SafeMap,
  sliceText,
} from "../core/wire/intrinsics.ts";
import {
  SEND_DISCARDED,
  SOCKET_CLOSED,
  SOCKET_CLOSING,
  STREAM_ENDED,
  spellOut,
} from "../core/wire/page-records.ts";
import { recordToJson } from "../core/wire/record-to-json.ts";
import { cutText, cutWord, MOST_WORD_UNITS, mayBeCut } from "./cut-text.ts";
import type { Whole } from "./divide-haul.ts";
import { divideLooks } from "./divide-looks.ts";
import { utf8Length } from "./utf8-length.ts";

/** How much of a stream of text has been told; of a socket that the page is closing nothing. */
interface Told {
  readonly units: number;
  readonly bytes: number;
}

const NONE: Told = { units: 0, bytes: 0 };

/** Makes of hauls what the rest of the way needs. */
export interface WholeHauls {
  /** In arrays of their size, records spelled out, texts cut that are too long, and chunks at their bytes. */
  whole(haul: Haul): Whole;
  /** The last one was taken: the next one goes on from there. */
  commit(): void;
}

/** A record's texts, as long as they may be. */
function cutFields(record: RecordEvent): void {
  const fields = record as unknown as Record<string, unknown>;
  const names = keys(fields);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    const value = fields[name];
    if (typeof value === "string") fields[name] = cutWord(value);
  }
}

/** Going Away (RFC 6455, section 7.4.1). */
const GOING_AWAY = 1001;

/**
 * Creates a frame's maker of whole hauls. `tellsLeaving`: the browser closes sockets of a page that is left with 1001, cleanly, and tells the
 * page so before it goes, as Firefox does (measured, 153); then that code without a reason does not say whose it is.
 */
export function createWholeHauls(maxBytes: number, tellsLeaving = false): WholeHauls {
  const told = new SafeMap<number, Told>();
  let next = new SafeMap<number, Told | null>();

  const closedBy = ({ code, reason, wasClean }: Extract<RecordEvent, { type: "socket-closed" }>) => {
    if (!wasClean) return "network";
    return tellsLeaving && code === GOING_AWAY && reason === "" ? "unknown" : "server";
  };
  const known = (connection: number) => next.get(connection) ?? told.get(connection);

  /** Where a chunk of text begins, in bytes; where some before it were dropped, at least. */
  function bytesBefore(connection: number, units: number): number {
    const before = known(connection) ?? NONE;
    return before.bytes + units - before.units;
  }

  return {
    whole(haul) {
      next = new SafeMap();
      const { rows: room, count, text, bytes, apart } = divideLooks(haul, bytesBefore);
      const rows = new Numbers(new Numbers(bufferOf(room), byteOffsetOf(room), count * ROW_LENGTH));
      let made = "";
      /** How much of the text is in `made`. */
      let taken = 0;
      let stored = 0;
      let hasRecords = false;
      const replace = (start: number, end: number, by: string) => {
        made += sliceText(text, taken, start) + by;
        taken = end;
      };
      const record = (row: number, start: number, end: number, kind: number, values: string) => {
        const connection = rows[row + 2] as number;
        const spelt = spellOut(kind, rows[row + 1] as number, connection, values);
        if (spelt.type === "socket-closed") {
          // Nobody: the network broke.
          if (spelt.by === null) spelt.by = known(connection) !== undefined ? "page" : closedBy(spelt);
          if (spelt.unsentBytes === 0) delete spelt.unsentBytes;
        }
        if (values.length > MOST_WORD_UNITS) cutFields(spelt);
        const json = recordToJson(spelt);
        replace(start, end, json);
        rows[row] = CODE_RECORD;
        rows[row + 2] = 0;
        rows[row + 3] = json.length;
        rows[row + 4] = 0;
        rows[row + 5] = 0;
        if (kind === SOCKET_CLOSING) next.set(connection, NONE);
        else if (kind === STREAM_ENDED || kind === SOCKET_CLOSED) next.set(connection, null);
        hasRecords = true;
      };
      const putName = (row: number, column: number, start: number) => {
        const end = start + (rows[row + column] as number);
        const name = cutWord(sliceText(text, start, end));
        replace(start, end, name);
        rows[row + column] = name.length;
      };
      const putChunk = (row: number, start: number, payload: string) => {
        const connection = rows[row + 2] as number;
        const length = rows[row + 3] as number;
        const unitsAt = start - (rows[row + 7] as number);
        const units = +sliceText(text, unitsAt, start);
        const before = bytesBefore(connection, units);
        const here = payload === "" ? length : utf8Length(payload);
        next.set(connection, { units: units + length, bytes: before + here });
        replace(unitsAt, start, `${before}`);
        rows[row + 7] = `${before}`.length;
      };
      let at = 0;
      // Runs for every message in the page's own thread: of most it reads five numbers, and makes nothing.
      for (let row = 0; row < count * ROW_LENGTH; row += ROW_LENGTH) {
        const flags = rows[row + 5] as number;
        const length = rows[row + 3] as number;
        const idAt = at + (rows[row + 6] as number);
        const start = idAt + (rows[row + 7] as number);
        if (start - at > MOST_WORD_UNITS) {
          putName(row, 6, at);
          putName(row, 7, idAt);
        }
        const binary = (flags & FLAG_BINARY) !== 0;
        // Of what is only counted there is no text.
        at = binary ? start : start + length;
        if (rows[row] === CODE_RECORD) {
          record(row, start, at, rows[row + 4] as number, binary ? "" : sliceText(text, start, at));
        } else if (flags & FLAG_DISCARDED) {
          const size = binary ? rows[row + 4] : utf8Length(sliceText(text, start, at));
          record(row, start, at, SEND_DISCARDED, `${size}`);
        } else if (binary) {
          // What was to come and has not is missing from now on.
          if (flags & FLAG_PARTIAL) rows[row + 3] = 0;
          rows[row + 5] = flags & ~FLAG_PARTIAL;
          if (!(flags & FLAG_APART)) stored += length;
        } else if (flags & FLAG_CHUNK || mayBeCut(length, maxBytes)) {
          const payload = sliceText(text, start, at);
          if (flags & FLAG_CHUNK) putChunk(row, start, payload);
          const cut = cutText(payload, maxBytes);
          if (cut !== null) {
            replace(start, at, cut.text);
            rows[row + 3] = cut.text.length;
            rows[row + 4] = cut.size;
            rows[row + 5] = flags | FLAG_CUT;
          }
        }
      }
      return {
        rows,
        text: made + sliceText(text, taken),
        bytes: new Bytes(partOf(bytes, 0, min(stored, byteLengthOf(bytes)))),
        apart,
        hasRecords,
      };
    },
    commit() {
      next.forEach((it, connection) => {
        if (it === null) told.delete(connection);
        else told.set(connection, it);
      });
      next = new SafeMap();
    },
  };
}
