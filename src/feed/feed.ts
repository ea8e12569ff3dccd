import { CODE_PAYLOAD, CODE_RECORD, ROW_LENGTH } from "../core/wire/batch.ts";
import type { RecordEvent } from "../core/wire/events.ts";
import type { Dropped, Haul } from "../core/wire/haul.ts";
import {
  Bytes,
  byteLengthOf,
  isArray,
  min,
  Numbers,
  parse,
  SafeSet,
  sliceText,
} from "../core/wire/intrinsics.ts";
import { isText, type PageBatch } from "../core/wire/page-batch.ts";
import type { PageLimits } from "../core/wire/page-limits.ts";
import { recordToJson } from "../core/wire/record-to-json.ts";
import { divideHaul, type Part } from "./divide-haul.ts";
import { createHistories } from "./histories.ts";
import { createLosses } from "./losses.ts";
import { Queue } from "./queue.ts";
import { createSparedRecords } from "./spared-records.ts";
import { connectionOf, type ToldRecord } from "./told-records.ts";
import { createWholeHauls } from "./whole-haul.ts";

/** So many records go at once: a page may have a hundred thousand connections, and a port takes only so much. */
const RECORDS_TOGETHER = 1000;

/**
 * A frame's way to its listener: makes numbered batches of what its hook hands over, keeps what outlives its place in a full
 * ring, and tells a new listener what it has missed. Of a page it runs in the relay, so that the page has less to
 * load; of a worker, which may have several relays, with the hook.
 */
export interface Feed {
  /** Answers whether it was taken: not while what was taken before waits to be sent. */
  take(haul: Haul): boolean;
  /**
   * Takes what went before its time: messages are counted. Records are bounded by the connections that are alive or that a
   * listener knows.
   */
  spare(gone: Haul | Dropped): void;
  /** A new listener is there, which knows nothing of this frame: what has been sent of its connections goes first. */
  announce(): void;
  /** Sends a record that no hook says, after what was taken; of a frame that has said nothing, nothing. Answers whether it did. */
  say(record: RecordEvent): boolean;
  /** Sends what waits; answers whether all of it has gone. */
  flush(): boolean;
}

/** A batch, and whether there is something to note in it. */
interface Packed {
  readonly batch: PageBatch;
  readonly hasRecords: boolean;
}

/**
 * Creates the feed of the frame with this key. `first` is what it says before all else, as soon as there is something to say.
 * `send` answers whether it has taken the batch. Of what is longer than the limits say only the beginning goes.
 */
export function createFeed(
  frame: string,
  first: RecordEvent,
  { payloadBytes }: PageLimits,
  send: (batch: PageBatch) => boolean,
  /** See `createWholeHauls`. */
  tellsLeaving = false,
): Feed {
  const hauls = createWholeHauls(payloadBytes, tellsLeaving);
  let started = false;
  const histories = createHistories();
  const spared = createSparedRecords();
  const losses = createLosses();
  /** What is numbered and has not been sent. */
  let packed = new Queue<Packed>();
  let seq = 0;
  /** How many of the hook's rows have come. */
  let came = 0;
  /** Connections that were spoken of since losses were told last. */
  let mentioned = new SafeSet<number>();

  function put({ rows, text, bytes }: Part, hasRecords: boolean): number {
    const first = seq;
    packed.push({ batch: { frame, seq, rows, text, bytes }, hasRecords });
    seq += byteLengthOf(rows) / 8 / ROW_LENGTH;
    return first;
  }

  function putRecords(records: Queue<ToldRecord>): void {
    let rows = new Numbers(0);
    let text = "";
    let row = 0;
    let left = records.length;
    records.forEach(({ at, json }) => {
      if (row === 0) rows = new Numbers(min(left, RECORDS_TOGETHER) * ROW_LENGTH);
      rows[row] = CODE_RECORD;
      rows[row + 1] = at;
      rows[row + 3] = json.length;
      text += json;
      row += ROW_LENGTH;
      left -= 1;
      if (row < byteLengthOf(rows) / 8) return;
      put({ rows, text, bytes: new Bytes(0) }, true);
      text = "";
      row = 0;
    });
  }

  /** Notes what a batch has told, once it is sent. */
  function note({ rows, text }: PageBatch): void {
    forEachRecord({ rows, text }, (json) => {
      const record = parse(json) as RecordEvent;
      histories.note(record, { at: record.at, json });
      const connection = connectionOf(record);
      if (connection !== null) mentioned.add(connection);
    });
  }

  /** Of connections that came and went, and of which nothing is kept, nobody was told. */
  const isKnown = (connection: number) => histories.has(connection) || mentioned.has(connection);

  function flush(): boolean {
    while (true) {
      const { first } = packed;
      if (first !== null) {
        if (!send(first.batch)) return false;
        packed.shift();
        if (first.hasRecords) note(first.batch);
      } else if (spared.length > 0) {
        putRecords(spared.take());
      } else if (losses.size > 0) {
        putRecords(losses.take(isKnown));
      } else {
        return true;
      }
    }
  }

  /** A page at the end of its stack leaves nobody here to hear of a haul, which the hook then takes for taken. */
  function begin(before: number, at: number): void {
    if (!started) spared.keep(first, recordToJson(first));
    started = true;
    if (before > came) losses.lose(0, before - came, 0, at);
    came = before;
  }

  return {
    take(haul) {
      begin(haul.before, haul.rows[1] as number);
      if (!flush()) return false;
      const before = seq;
      const whole = hauls.whole(haul);
      divideHaul(whole, (part) => put(part, whole.hasRecords));
      if (!flush() && packed.first?.batch.seq === before) {
        // Nothing of it was sent: it stays where it is.
        packed = new Queue();
        seq = before;
        return false;
      }
      hauls.commit();
      came += haul.count;
      mentioned = new SafeSet();
      return true;
    },
    spare(gone) {
      if (isArray(gone)) {
        const dropped = gone as Dropped;
        begin(dropped[4], dropped[3]);
        losses.lose(dropped[0], dropped[1], dropped[2], dropped[3]);
        came += dropped[1];
        return;
      }
      const haul = gone as Haul;
      begin(haul.before, haul.rows[1] as number);
      const more = losses.count(haul);
      came += haul.count;
      if (!more) return;
      forEachRecord(hauls.whole(haul), (json) => {
        spared.keep(parse(json) as RecordEvent, json);
      });
      hauls.commit();
    },
    say(record) {
      if (!started) return false;
      spared.keep(record, recordToJson(record));
      flush();
      return true;
    },
    announce() {
      const unsent = packed;
      const before = unsent.first?.batch.seq ?? seq;
      const numbered = seq - before;
      seq = before;
      packed = new Queue();
      putRecords(histories.records());
      const moved = seq - before;
      seq += numbered;
      unsent.forEach(({ batch, hasRecords }) => {
        const rows = moveTargets(batch.rows, before, moved);
        packed.push({ batch: { ...batch, seq: batch.seq + moved, rows }, hasRecords });
      });
    },
    flush,
  };
}

function forEachRecord({ rows, text }: Pick<Part, "rows" | "text">, each: (json: string) => void): void {
  const numbers = byteLengthOf(rows) / 8;
  let at = 0;
  for (let row = 0; row < numbers; row += ROW_LENGTH) {
    const code = rows[row] as number;
    const start = at + (rows[row + 6] as number) + (rows[row + 7] as number);
    at = isText(code, rows[row + 5] as number) ? start + (rows[row + 3] as number) : start;
    if (code === CODE_RECORD) each(sliceText(text, start, at));
  }
}

/** Pieces of payloads name their message by its number, which has moved where that was not sent either. */
function moveTargets(rows: Part["rows"], from: number, by: number): Part["rows"] {
  const moved = new Numbers(rows);
  const numbers = byteLengthOf(rows) / 8;
  for (let row = 0; row < numbers; row += ROW_LENGTH) {
    if (moved[row] === CODE_PAYLOAD && (moved[row + 2] as number) >= from) {
      moved[row + 2] = (moved[row + 2] as number) + by;
    }
  }
  return moved;
}
