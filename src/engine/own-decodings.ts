import type { OwnReadings } from "../core/analysis/decode-with-own.ts";
import { matchesPattern } from "../core/analysis/kept-choice.ts";
import type { DecodedPart } from "../core/decode/decoded-part.ts";
import { type OwnDecoder, toOwnProtocol } from "../core/decode/own/own-decoder.ts";
import { type OwnReading, parseOwnReading } from "../core/decode/own/own-reading.ts";
import type { OwnFacts, OwnMessage } from "../core/decode/own/own-worker-source.ts";
import { toOwnParts } from "../core/decode/own/to-own-parts.ts";
import { ROW_MESSAGE } from "../core/model/message-log.ts";
import type { Session } from "../core/model/session.ts";
import type { MeantPart } from "../core/query/match-row.ts";
import type { Bytes } from "../core/units.ts";
import { FLAG_BINARY, FLAG_PARTIAL, FLAG_RECEIVED } from "../core/wire/batch.ts";
import type { DecoderName } from "../core/wire/decoded-message.ts";
import type { OwnJob } from "../core/wire/own-job.ts";
import { loadRows } from "./load-rows.ts";

/** Of a larger message a decoder gets the beginning: it is copied there, from the engine through the panel. */
export const MOST_OWN_BYTES: Bytes = 1024 * 1024;
/** Messages that are sent together, and the bytes of which there are at most so many unless it is one. */
const JOB_ROWS = 64;
const JOB_BYTES: Bytes = 1024 * 1024;
/** Answers that are kept: more than a block of a filter has, and than the panel keeps rows. */
const KEPT_READINGS = 20_000;

/** What the reader's own decoders say of a session's messages. The panel runs them: see `OwnJob`. */
export interface OwnDecodings extends OwnReadings {
  /** The decoder for a connection; null where there is none. */
  of(connection: number): DecoderName | null;
  /** What a filter asks of a row, as far as it is known; null where it is left to others. */
  meant(row: number): readonly MeantPart[] | null;
  /** Has some rows decoded, as far as they are not. */
  findAll(rows: readonly number[]): Promise<void>;
  /** The parts with their trees; null where they are left to others. */
  whole(row: number): Promise<readonly DecodedPart[] | null>;
  /** The panel has run a job: one answer for each message, in their order. */
  answered(job: number, answers: readonly unknown[]): void;
  /** Other decoders: answers the connections of which something else may be said now. */
  change(decoders: readonly OwnDecoder[]): number[];
  /** What one has said does not hold any more: answers its connections. */
  forget(decoder: string): number[];
  end(): void;
}

/** For who does not ask for summary or tree. */
const NO_BYTES = { bytes: new Uint8Array(), binary: true, cut: true };

interface Known {
  readonly decoder: OwnDecoder;
  readonly reading: OwnReading;
}

interface Waiting {
  readonly decoder: OwnDecoder;
  readonly rows: readonly number[];
  done(readings: readonly OwnReading[]): void;
}

interface Surroundings {
  readonly decoders: readonly OwnDecoder[];
  /** Sends the panel a job. */
  ask(job: OwnJob): void;
  /** The message of a connection that a row is, and the row of one; null: there is none. */
  indexOf(row: number): number | null;
  rowOf(connection: number, index: number): number | undefined;
}

/** Creates it; nothing is decoded before it is asked for. */
export function createOwnDecodings(
  session: Session,
  { decoders, ask, indexOf, rowOf }: Surroundings,
): OwnDecodings {
  const { log, connections } = session;
  let active = decoders.filter(({ on }) => on);
  /** By connection: the decoder for it, by its address, which may become known late. */
  let found = new Map<number, { readonly url: string; readonly decoder: OwnDecoder | null }>();
  let revision = 0;
  let ended = false;
  let lastJob = 0;
  const kept = new Map<number, Known>();
  const jobs = new Map<number, Waiting>();
  /** Rows that wait for the next job, and what settles then. */
  let queued = new Set<number>();
  let flushed: Promise<void> | null = null;

  function decoderOf(connection: number): OwnDecoder | null {
    if (ended || active.length === 0) return null;
    const url = connections[connection - 1]?.url;
    if (url === undefined) return null;
    const known = found.get(connection);
    if (known?.url === url) return known.decoder;
    const decoder = active.findLast((it) => matchesPattern(url, it.url)) ?? null;
    found.set(connection, { url, decoder });
    return decoder;
  }

  /** The decoder that reads a row; null: none does, or not before all of it has come. */
  function readerOf(row: number): OwnDecoder | null {
    if (log.kind.get(row) !== ROW_MESSAGE || (log.flags.get(row) & FLAG_PARTIAL) !== 0) return null;
    return decoderOf(log.connection.get(row));
  }

  function known(row: number): OwnReading | null {
    const it = kept.get(row);
    return it !== undefined && it.decoder === readerOf(row) ? it.reading : null;
  }

  function keep(row: number, decoder: OwnDecoder, reading: OwnReading): void {
    kept.delete(row);
    kept.set(row, { decoder, reading });
    if (kept.size > KEPT_READINGS) kept.delete(kept.keys().next().value as number);
  }

  function toMessage(row: number): OwnMessage {
    const bytes = session.payload(row, MOST_OWN_BYTES);
    const flags = log.flags.get(row);
    return {
      index: indexOf(row) ?? 0,
      received: (flags & FLAG_RECEIVED) !== 0,
      // A copy of its own: a view would take all of the page it lies in along.
      bytes: bytes.slice(),
      binary: (flags & FLAG_BINARY) !== 0,
      cut: bytes.length < log.size.get(row),
      event: session.eventName(row),
    };
  }

  /** Runs one job of rows that are read by the same decoder, of the same connection. */
  async function run(decoder: OwnDecoder, rows: readonly number[], whole: boolean): Promise<OwnReading[]> {
    const messages: OwnMessage[] = [];
    for (const row of rows) {
      while (!session.has(row, MOST_OWN_BYTES)) await loadRows(session, [row], MOST_OWN_BYTES);
      messages.push(toMessage(row));
    }
    const connection = factsOf(log.connection.get(rows[0] as number));
    if (ended) return [];
    lastJob += 1;
    const job = lastJob;
    return new Promise((done) => {
      jobs.set(job, { decoder, rows, done: (readings) => done([...readings]) });
      ask({ job, decoder, connection, messages, whole });
    });
  }

  function factsOf(connection: number): OwnFacts {
    const it = connections[connection - 1];
    return {
      kind: it?.kind ?? "websocket",
      url: it?.url ?? "",
      subprotocol: it?.protocol ?? "",
      contentType: it?.stream?.contentType ?? "",
    };
  }

  async function findAll(rows: readonly number[]): Promise<void> {
    let left = rows.filter((row) => readerOf(row) !== null && known(row) === null);
    while (left.length > 0 && !ended) {
      const first = left[0] as number;
      const decoder = readerOf(first);
      const connection = log.connection.get(first);
      const taken: number[] = [];
      let bytes = 0;
      for (const row of left) {
        if (taken.length >= JOB_ROWS || (taken.length > 0 && bytes >= JOB_BYTES)) break;
        if (log.connection.get(row) !== connection) continue;
        bytes += Math.min(MOST_OWN_BYTES, session.heldLength(row));
        taken.push(row);
      }
      if (decoder !== null) {
        try {
          const readings = await run(decoder, taken, false);
          for (const [index, row] of taken.entries()) {
            const reading = readings[index];
            if (reading !== undefined) keep(row, decoder, reading);
          }
        } catch (error) {
          // What is damaged on the disk: who opens the row is told why.
          const failure = error instanceof Error ? error.message : String(error);
          for (const row of taken) keep(row, decoder, { failure });
        }
      }
      const done = new Set(taken);
      left = left.filter((row) => !done.has(row));
    }
  }

  /** The messages after one, which are likely to be asked for next: those of them that are at hand. */
  function following(row: number): number[] {
    const connection = log.connection.get(row);
    const index = indexOf(row);
    const rows: number[] = [];
    for (let at = (index ?? 0) + 1; index !== null && rows.length < JOB_ROWS - 1; at += 1) {
      const next = rowOf(connection, at);
      if (next === undefined || !session.has(next, MOST_OWN_BYTES)) break;
      if (session.heldLength(next) < JOB_BYTES / JOB_ROWS) rows.push(next);
      else break;
    }
    return rows;
  }

  function flush(): Promise<void> {
    const rows = [...queued];
    queued = new Set();
    flushed = null;
    const last = rows.at(-1);
    return findAll(rows.length > 1 || last === undefined ? rows : [last, ...following(last)]);
  }

  /** All that is asked for in one task is asked together. */
  function request(row: number): Promise<void> {
    queued.add(row);
    flushed ??= new Promise((resolve) => setTimeout(resolve, 0)).then(flush);
    return flushed;
  }

  function toParts(row: number, reading: OwnReading, decoder: OwnDecoder): readonly DecodedPart[] | null {
    // Of what is not in memory any more nothing but its own words is known.
    const isThere = session.has(row, MOST_OWN_BYTES);
    const bytes = isThere ? session.payload(row, MOST_OWN_BYTES) : new Uint8Array();
    const binary = (log.flags.get(row) & FLAG_BINARY) !== 0;
    return toOwnParts(decoder, reading, { bytes, binary, cut: bytes.length < log.size.get(row) });
  }

  return {
    get revision() {
      return revision;
    },
    connectionOf: (row) => log.connection.get(row),
    protocolOf(connection) {
      const decoder = decoderOf(connection);
      return decoder === null ? null : toOwnProtocol(decoder);
    },
    of(connection) {
      const decoder = decoderOf(connection);
      return decoder === null ? null : { id: toOwnProtocol(decoder), name: decoder.name };
    },
    meant(row) {
      const decoder = readerOf(row);
      const reading = decoder === null ? null : known(row);
      if (decoder === null || reading === null) return null;
      const parts = toOwnParts(decoder, reading, NO_BYTES);
      return (
        parts?.map(({ protocols, kind, event, channel, control, failed }) => {
          return { protocols, kind, event, channel, control, failed };
        }) ?? null
      );
    },
    partsOf(row) {
      const decoder = readerOf(row);
      if (decoder === null) return null;
      const reading = known(row);
      return reading === null ? request(row) : toParts(row, reading, decoder);
    },
    findAll,
    async whole(row) {
      const decoder = readerOf(row);
      if (decoder === null) return null;
      const [reading] = await run(decoder, [row], true);
      if (reading === undefined) return null;
      while (!session.has(row, MOST_OWN_BYTES)) await loadRows(session, [row], MOST_OWN_BYTES);
      return toParts(row, reading, decoder);
    },
    answered(job, answers) {
      const waiting = jobs.get(job);
      if (waiting === undefined) return;
      jobs.delete(job);
      waiting.done(waiting.rows.map((_, index) => parseOwnReading(answers[index])));
    },
    change(next) {
      const all = connections.map(({ id }) => id);
      const before = new Map(all.map((id) => [id, decoderOf(id)]));
      // One that is as it was stays the same object: what it has said holds.
      active = next.filter(({ on }) => on).map((it) => active.find((old) => isSame(old, it)) ?? it);
      found = new Map();
      revision += 1;
      return all.filter((id) => before.get(id) !== decoderOf(id));
    },
    forget(id) {
      // Another object is another decoder.
      active = active.map((it) => (it.id === id ? { ...it } : it));
      found = new Map();
      revision += 1;
      return connections.map((it) => it.id).filter((connection) => decoderOf(connection)?.id === id);
    },
    end() {
      ended = true;
      for (const { done } of jobs.values()) done([]);
      jobs.clear();
    },
  };
}

function isSame(a: OwnDecoder, b: OwnDecoder): boolean {
  return a.id === b.id && a.name === b.name && a.url === b.url && a.code === b.code;
}
