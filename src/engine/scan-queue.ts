import type { Session } from "../core/model/session.ts";
import type { ConnectionFacts } from "../core/query/match-row.ts";
import { type Facts, readBlock, searchedBytes } from "./read-block.ts";
import type { Scanner } from "./scanner.ts";
import type { ScanMeanings } from "./session-meanings.ts";

/** A block has at most about so many bytes, which are read and searched in some milliseconds. */
const BLOCK_BYTES = 2 * 1024 * 1024;
const BLOCK_ROWS = 16_384;
/** The first is small, for its answer to come at once; each after it is twice as large. */
const FIRST_ROWS = 512;
/** Blocks under way: one is searched while those after it are read. */
const MOST_UNDER_WAY = 3;
/** Rows that wait are few beside those that there may be. */
const MAX_WAITING = 65_536;

/** Rows that have to be read to know whether they match, and those between them that are known to. Answers come in order. */
export interface ScanQueue {
  /** Something waits or is under way. */
  readonly busy: boolean;
  /** No more should be added now. */
  readonly full: boolean;
  /** Why not all rows can be looked at; then it is busy no more. */
  readonly problem: string | null;
  add(row: number, isKnown: boolean): void;
  end(): void;
}

/** What goes into a block: of the rows those that have to be read, and how many bytes of each. */
interface Taken {
  readonly all: readonly number[];
  readonly unknown: readonly number[];
  readonly lengths: readonly number[];
}

/** Creates a queue. `settle` is called with each row, in the order in which they were added; `changed` after some of them; with `meanings` rows are decoded, and where it `asksFields` binary ones are read. */
export function createScanQueue(
  session: Session,
  facts: Facts,
  scanner: Scanner,
  settle: (row: number, matches: boolean) => void,
  changed: () => void,
  meanings: ScanMeanings | null = null,
  asksFields = false,
): ScanQueue {
  const told = new Map<number, ConnectionFacts>();
  /** Rows; of one that is known to match what is left when it is taken from -1, which is no row. */
  let waiting: number[] = [];
  /** The first of them that has not been taken. */
  let first = 0;
  let mostRows = FIRST_ROWS;
  let running = false;
  let ended = false;
  let problem: string | null = null;

  function take(): Taken {
    let size = 0;
    let end = first;
    const unknown: number[] = [];
    const lengths: number[] = [];
    const last = Math.min(waiting.length, first + mostRows);
    while (end < last) {
      const row = waiting[end] as number;
      const length = row < 0 ? 0 : searchedBytes(session, row, meanings !== null, asksFields);
      size += length;
      if (size > BLOCK_BYTES && end > first) break;
      end += 1;
      if (row < 0) continue;
      unknown.push(row);
      lengths.push(length);
    }
    mostRows = Math.min(BLOCK_ROWS, mostRows * 2);
    const all = waiting.slice(first, end);
    first = end;
    if (first === waiting.length || first >= MAX_WAITING) {
      waiting = waiting.slice(first);
      first = 0;
    }
    return { all, unknown, lengths };
  }

  async function answer(taken: readonly number[], scanned: Promise<Uint8Array | null>): Promise<void> {
    const matches = await scanned;
    if (ended || matches === null) return;
    let next = 0;
    for (const row of taken) {
      if (row < 0) settle(-1 - row, true);
      else {
        settle(row, matches[next] === 1);
        next += 1;
      }
    }
    changed();
  }

  async function run(): Promise<void> {
    const underWay: Promise<void>[] = [];
    while (!ended && (first < waiting.length || underWay.length > 0)) {
      if (first < waiting.length && underWay.length < MOST_UNDER_WAY) {
        const { all, unknown, lengths } = take();
        const { block, reads } = await readBlock(session, facts, unknown, lengths, told, meanings);
        if (ended) return;
        const answered = answer(all, scanner.scan(block, reads));
        // It is awaited below; until then nobody else hears of a failure.
        answered.catch(() => {});
        underWay.push(answered);
      } else await underWay.shift();
    }
  }

  async function begin(): Promise<void> {
    running = true;
    try {
      // What is added in the same task comes along.
      await null;
      await run();
    } catch (error) {
      problem = (error as Error).message;
      waiting = [];
      first = 0;
    }
    running = false;
    if (!ended) changed();
  }

  return {
    get busy() {
      return running;
    },
    get full() {
      return waiting.length - first >= MAX_WAITING;
    },
    get problem() {
      return problem;
    },
    add(row, isKnown) {
      if (problem !== null || ended) return;
      waiting.push(isKnown ? -1 - row : row);
      if (!running) void begin();
    },
    end() {
      ended = true;
      waiting = [];
      first = 0;
      scanner.end();
    },
  };
}
