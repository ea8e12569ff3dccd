import { CODE_MESSAGE, ROW_LENGTH } from "../core/wire/batch.ts";
import { FLAG_DISCARDED, type Haul } from "../core/wire/haul.ts";
import { max, SafeMap } from "../core/wire/intrinsics.ts";
import { recordToJson } from "../core/wire/record-to-json.ts";
import { Queue } from "./queue.ts";
import type { ToldRecord } from "./told-records.ts";

/** Connections whose losses are told apart. */
const MAX_LOSSES = 1000;

const WHY =
  "a page keeps only its last events while DevTools is closed (see Settings), or while Duplex cannot follow";

interface Loss {
  count: number;
  bytes: number;
  /** When the last of them was: there the list has its mark, before what is kept. */
  at: number;
}

/** Messages that went out of a frame's ring and were not told of yet. */
export interface Losses {
  /** Connections that lost something, or several of them together. */
  readonly size: number;
  /** Counts the messages of a haul; answers whether there is more in it than those. */
  count(haul: Haul): boolean;
  /** Counts so many messages of a connection; 0 where nothing else is known of them. */
  lose(connection: number, count: number, bytes: number, at: number): void;
  /** Takes the records that tell of them; those of connections that `isKnown` denies are summed. */
  take(isKnown: (connection: number) => boolean): Queue<ToldRecord>;
}

/** Creates a frame's losses: none. */
export function createLosses(): Losses {
  /** By connection; 0 is several. */
  const losses = new SafeMap<number, Loss>();

  function lose(connection: number, count: number, bytes: number, at: number): void {
    const of = losses.has(connection) || losses.size < MAX_LOSSES ? connection : 0;
    const loss = losses.get(of);
    if (loss === undefined) {
      losses.set(of, { count, bytes, at });
    } else {
      loss.count += count;
      loss.bytes += bytes;
      loss.at = max(loss.at, at);
    }
  }

  return {
    get size() {
      return losses.size;
    },
    // In the page's thread, for all that is said while nobody listens: what follows each other on a connection counts at once.
    count({ rows, count }) {
      let more = false;
      let connection = 0;
      let lost = 0;
      let bytes = 0;
      let at = 0;
      for (let row = 0; row < count * ROW_LENGTH; row += ROW_LENGTH) {
        if (rows[row] !== CODE_MESSAGE || (rows[row + 5] as number) & FLAG_DISCARDED) {
          more = true;
          continue;
        }
        if (rows[row + 2] !== connection) {
          if (lost > 0) lose(connection, lost, bytes, at);
          connection = rows[row + 2] as number;
          lost = 0;
          bytes = 0;
        }
        lost += 1;
        // To count a text's bytes in UTF-8 would cost the page more than the message did: its units are counted.
        bytes += (rows[row + 4] as number) || (rows[row + 3] as number);
        at = rows[row + 1] as number;
      }
      if (lost > 0) lose(connection, lost, bytes, at);
      return more;
    },
    lose,
    take(isKnown) {
      const unknown: Loss = { count: 0, bytes: 0, at: 0 };
      const records = new Queue<ToldRecord>();
      const tell = (connection: number | null, { at, count, bytes }: Loss) =>
        records.push({
          at,
          json: recordToJson({ type: "messages-dropped", at, connection, count, bytes, why: WHY }),
        });
      losses.forEach((loss, connection) => {
        if (isKnown(connection)) {
          tell(connection, loss);
        } else {
          unknown.count += loss.count;
          unknown.bytes += loss.bytes;
          unknown.at = max(unknown.at, loss.at);
        }
      });
      if (unknown.count > 0) tell(null, unknown);
      losses.clear();
      return records;
    },
  };
}
