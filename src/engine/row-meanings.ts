import { type SessionDecoder, TAKE_IN_ROWS } from "../core/analysis/decode-session.ts";
import type { MessageMeaning } from "../core/analysis/summarise-parts.ts";
import type { Preparation } from "../core/decode/connection-decoder.ts";
import type { Session } from "../core/model/session.ts";
import { FLAG_PARTIAL } from "../core/wire/batch.ts";
import { loadRows } from "./load-rows.ts";
import { PREPARE_STEPS, prepareRow } from "./prepare-row.ts";

/** So long at a time: recording and the panel's other questions wait meanwhile. */
const SLICE_MS = 8;
/** What was found out of rows is kept: of what the panel keeps, and of some screens more. */
const KEPT_ROWS = 4000;

/** What rows that are looked at mean. It is found out as they are asked for, as far as that takes no time, and else afterwards. */
export interface RowMeanings {
  /** Begins to look at the rows of one answer; what an earlier look left to be found out is left. */
  look(): RowLook;
  /** What is known of a row by now. */
  known(row: number): MessageMeaning | null;
  /** What a row means, however long it takes to find out; null: nothing is known, or it cannot be. */
  find(row: number): Promise<MessageMeaning | null>;
  /** What was found out of rows that were looked at lately. */
  seen(): readonly MessageMeaning[];
  /** They are not looked at any more. */
  end(): void;
}

export interface RowLook {
  /** Null: nothing is known, or not yet. */
  meaningOf(row: number): MessageMeaning | null;
  /** These are all: what is not known of them yet is found out from now on. */
  end(): void;
}

interface Known {
  readonly meaning: MessageMeaning | null;
  /** Of what was known of its connection. */
  readonly revision: number | null;
  /** Of a message that was still coming: how many pieces of messages had come. */
  readonly pieces: number | null;
}

/** Decoding it fails, as it then will. */
const FAILED: Preparation = { ready: true, missing: [] };

/** Creates the meanings of a session's rows; `told` is called when more of those that were looked at is known. */
export function createRowMeanings(session: Session, decoder: SessionDecoder, told: () => void): RowMeanings {
  const { log } = session;
  const kept = new Map<number, Known>();
  /** Counts the looks. */
  let current = 0;

  function revisionOf(row: number): number | null {
    try {
      return decoder.revisionOf(log.connection.get(row));
    } catch {
      return null;
    }
  }

  function find(row: number): Known | null {
    const found = kept.get(row);
    if (found === undefined) return null;
    const revision = revisionOf(row);
    if (revision === null || revision !== found.revision) return null;
    return found.pieces === null || found.pieces === session.latePieces ? found : null;
  }

  /** Finds out what a row means that is prepared. Of one that a decoder fails at nothing is known: the list must not fail with it. */
  function findMeaning(row: number): MessageMeaning | null {
    let meaning: MessageMeaning | null = null;
    try {
      const found = decoder.meaningOf(row);
      meaning = found.kind === null && found.event === null ? null : found;
    } catch {
      // It is shown as it is; who opens it is told why.
    }
    const isPartial = (log.flags.get(row) & FLAG_PARTIAL) !== 0;
    kept.delete(row);
    kept.set(row, {
      meaning,
      revision: revisionOf(row),
      pieces: isPartial ? session.latePieces : null,
    });
    if (kept.size > KEPT_ROWS) kept.delete(kept.keys().next().value as number);
    return meaning;
  }

  /** Each in turn comes a little nearer, so that one that takes long keeps no other waiting. */
  async function findLater(rows: readonly number[], mine: number): Promise<void> {
    let left = rows;
    let until = 0;
    while (left.length > 0) {
      const later: number[] = [];
      const waits: Promise<void>[] = [];
      let isNew = false;
      for (const row of left) {
        if (performance.now() > until) {
          await new Promise((resolve) => setTimeout(resolve, 0));
          if (mine !== current) return;
          decoder.update(TAKE_IN_ROWS);
          until = performance.now() + SLICE_MS;
        }
        let prepared = prepare(row);
        if (prepared.missing.length > 0) {
          const isThere = await isLoaded(prepared.missing, prepared.most);
          if (mine !== current) return;
          // What is damaged on the disk stays unknown; who opens the row is told why.
          if (!isThere) continue;
          prepared = prepare(row);
        }
        if (prepared.ready) {
          findMeaning(row);
          isNew = true;
        } else {
          later.push(row);
          if (prepared.wait !== undefined) waits.push(prepared.wait);
        }
      }
      left = later;
      if (isNew) told();
      else if (waits.length > 0 && waits.length === left.length) {
        await Promise.race(waits);
        if (mine !== current) return;
      }
    }
  }

  function prepare(row: number): Preparation {
    try {
      return decoder.prepare(row, PREPARE_STEPS);
    } catch {
      return FAILED;
    }
  }

  async function isLoaded(rows: readonly number[], most: number | undefined): Promise<boolean> {
    try {
      await loadRows(session, rows, most);
      return true;
    } catch {
      return false;
    }
  }

  return {
    look() {
      decoder.update(TAKE_IN_ROWS);
      current += 1;
      const mine = current;
      const until = performance.now() + SLICE_MS;
      const unknown: number[] = [];
      return {
        meaningOf(row) {
          const found = find(row);
          if (found !== null) return found.meaning;
          if (performance.now() < until && prepare(row).ready) return findMeaning(row);
          unknown.push(row);
          return null;
        },
        end: () => void findLater(unknown, mine),
      };
    },
    known: (row) => find(row)?.meaning ?? null,
    async find(row) {
      const found = find(row);
      if (found !== null) return found.meaning;
      try {
        await prepareRow(session, decoder, row);
      } catch {
        return null;
      }
      return findMeaning(row);
    },
    seen: () => [...kept.values()].map((it) => it.meaning).filter((it) => it !== null),
    end() {
      current += 1;
    },
  };
}
