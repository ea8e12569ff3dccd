import { CODE_PAYLOAD, CODE_RECORD, ROW_LENGTH } from "../core/wire/batch.ts";
import type { RecordEvent } from "../core/wire/events.ts";
import { DROPPED_LENGTH, type Haul } from "../core/wire/haul.ts";
import { Bytes, byteLengthOf, max, Numbers, parse, SafeSet, sliceText } from "../core/wire/intrinsics.ts";
import { isText, type PageBatch } from "../core/wire/page-batch.ts";
import { recordToJson } from "../core/wire/record-to-json.ts";
import { divideHaul, type Part } from "./divide-haul.ts";
import { createHistories } from "./histories.ts";
import { Queue } from "./queue.ts";
import { connectionOf, isBegin, isEnd, type ToldRecord } from "./told-records.ts";

/** Beyond this many spared records what nobody misses goes. */
const SPARED_COUNT = 1000;

const WHY =
  "a page keeps only its last events while DevTools is closed (see Settings), or while Duplex cannot follow";

/**
 * A frame's way to its listener: makes numbered batches of what its hook hands over, keeps what outlives its place in a full
 * ring, and tells a new listener what it has missed. Of a page it runs in the relay, so that the page has less to
 * load; of a worker, which may have several relays, with the hook.
 */
export interface Feed {
  /** Answers whether it was taken: not while what was taken before waits to be sent. */
  take(haul: Haul): boolean;
  /** Takes a record of before its time. Records are bounded by the connections that are alive or that a listener knows. */
  spare(haul: Haul): void;
  /** A new listener is there, which knows nothing of this frame: what has been sent of its connections goes first. */
  announce(): void;
  /** Sends what waits; answers whether all of it has gone. */
  flush(): boolean;
}

interface Spared {
  readonly haul: Haul;
  readonly record: RecordEvent;
}

/** Creates the feed of the frame with this key. `send` answers whether it has taken the batch. */
export function createFeed(frame: string, send: (batch: PageBatch) => boolean): Feed {
  const histories = createHistories();
  let spared = new Queue<Spared>();
  let limit = SPARED_COUNT;
  /** What is numbered and has not been sent. */
  let packed = new Queue<PageBatch>();
  let seq = 0;
  /** Connections that were spoken of since losses were told last. */
  let mentioned = new SafeSet<number>();

  function put({ rows, text, bytes }: Part): number {
    const first = seq;
    packed.push({ frame, seq, rows, text, bytes });
    seq += byteLengthOf(rows) / 8 / ROW_LENGTH;
    return first;
  }

  /** Of connections that came and went, and of which nothing is kept, nobody was told. */
  function lossesOf(dropped: Haul["dropped"]): Queue<ToldRecord> {
    const losses = new Queue<ToldRecord>();
    const numbers = byteLengthOf(dropped) / 8;
    let count = 0;
    let bytes = 0;
    let last = 0;
    const tell = (connection: number | null) => {
      const record = { type: "messages-dropped", at: last, connection, count, bytes, why: WHY } as const;
      if (count > 0) losses.push({ at: last, json: recordToJson(record) });
    };
    for (let index = 0; index < numbers; index += DROPPED_LENGTH) {
      if (isKnown(dropped[index] as number)) continue;
      count += dropped[index + 1] as number;
      bytes += dropped[index + 2] as number;
      last = max(last, dropped[index + 3] as number);
    }
    tell(null);
    for (let index = 0; index < numbers; index += DROPPED_LENGTH) {
      const connection = dropped[index] as number;
      if (!isKnown(connection)) continue;
      count = dropped[index + 1] as number;
      bytes = dropped[index + 2] as number;
      last = dropped[index + 3] as number;
      tell(connection);
    }
    return losses;
  }

  const isKnown = (connection: number) => histories.has(connection) || mentioned.has(connection);

  /** Notes what a batch has told, once it is sent. */
  function note({ rows, text }: PageBatch): void {
    const numbers = byteLengthOf(rows) / 8;
    let at = 0;
    for (let row = 0; row < numbers; row += ROW_LENGTH) {
      const code = rows[row] as number;
      const length = rows[row + 3] as number;
      const start = at + (rows[row + 6] as number) + (rows[row + 7] as number);
      at = isText(code, rows[row + 5] as number) ? start + length : start;
      if (code !== CODE_RECORD) continue;
      const json = sliceText(text, start, at);
      const record = parse(json) as RecordEvent;
      histories.note(record, { at: record.at, json });
      const connection = connectionOf(record);
      if (connection !== null) mentioned.add(connection);
    }
  }

  function flush(): boolean {
    while (true) {
      const batch = packed.first;
      if (batch === null) {
        const next = spared.shift();
        if (next === null) return true;
        divideHaul(next.haul, put);
      } else {
        if (!send(batch)) return false;
        packed.shift();
        note(batch);
      }
    }
  }

  /** Forgets connections that came and went untold, and all between. */
  function tidy(): void {
    const begun = new SafeSet<number>();
    const ended = new SafeSet<number>();
    spared.forEach(({ record }) => {
      const connection = connectionOf(record);
      if (connection === null) return;
      if (isBegin(record)) begun.add(connection);
      else if (isEnd(record)) ended.add(connection);
    });
    const kept = new Queue<Spared>();
    spared.forEach((it) => {
      const connection = connectionOf(it.record);
      if (connection !== null) {
        // What else is to be known of one that is alive is announced.
        if (isEnd(it.record) ? begun.has(connection) : !isBegin(it.record) || ended.has(connection)) return;
      }
      kept.push(it);
    });
    spared = kept;
    limit = max(SPARED_COUNT, 2 * spared.length);
  }

  return {
    take(haul) {
      if (!flush()) return false;
      const before = seq;
      if (byteLengthOf(haul.dropped) > 0) put(partOf(lossesOf(haul.dropped)));
      divideHaul(haul, put);
      if (!flush() && packed.first?.seq === before) {
        // Nothing of it was sent: it stays where it is.
        packed = new Queue();
        seq = before;
        return false;
      }
      mentioned = new SafeSet();
      return true;
    },
    spare(haul) {
      spared.push({ haul, record: parse(haul.text) as RecordEvent });
      if (spared.length > limit) tidy();
    },
    announce() {
      const unsent = packed;
      const before = unsent.first?.seq ?? seq;
      const numbered = seq - before;
      seq = before;
      packed = new Queue();
      const records = histories.records();
      if (records.length > 0) put(partOf(records));
      const moved = seq - before;
      seq += numbered;
      unsent.forEach(({ rows, text, bytes, seq: number }) => {
        packed.push({ frame, seq: number + moved, rows: moveTargets(rows, before, moved), text, bytes });
      });
    },
    flush,
  };
}

function partOf(records: Queue<ToldRecord>): Part {
  const rows = new Numbers(records.length * ROW_LENGTH);
  let text = "";
  let row = 0;
  records.forEach(({ at, json }) => {
    rows[row] = CODE_RECORD;
    rows[row + 1] = at;
    rows[row + 3] = json.length;
    text += json;
    row += ROW_LENGTH;
  });
  return { rows, text, bytes: new Bytes(0) };
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
