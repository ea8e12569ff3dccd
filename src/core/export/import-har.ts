import { formatCount } from "../format/format-count.ts";
import { HAR_FRAME } from "../model/har-frame.ts";
import { say, sayCount } from "../text/say.ts";
import type { Batch } from "../wire/batch.ts";
import { createBatchSink } from "./batch-sink.ts";
import { isObject } from "./checks.ts";
import { dateHarEntries } from "./date-har-entries.ts";
import { endHarSources } from "./end-har-sources.ts";
import { type HarStream, type OrderedItem, orderStreams } from "./har-stream.ts";
import { findJsonPlace } from "./json-place.ts";
import { parseHarEntry } from "./parse-har-entry.ts";
import { parseHarLog } from "./parse-har-log.ts";
import type { ImportResult } from "./session-about.ts";
import { createTally } from "./tally.ts";

/** Batches are handed on after so many items, so that they do not all wait in memory. */
const ITEMS_BETWEEN_DRAINS = 1000;

/**
 * Reads the text of a HAR, of whichever program, and hands it on as batches in order of time, waiting for each.
 * What an entry or a message lacks that cannot be done without is counted in the notes.
 */
export async function importHar(
  pieces: AsyncIterable<string>,
  accept: (batch: Batch) => void | Promise<void>,
): Promise<ImportResult> {
  const text = await joinPieces(pieces);
  if (text === null) return { problem: say("thisHarIsTooLarge") };
  const parsed = parseJson(text);
  if (parsed === undefined) return { problem: problemOf(text) };
  const log = isObject(parsed) && isObject(parsed.log) ? parsed.log : {};
  if (!Array.isArray(log.entries)) return { problem: say("thisIsNotAHarIt") };
  const about = parseHarLog(log);
  const tallies = { entries: createTally("entry"), messages: createTally("message"), unkept: 0 };
  const streams: HarStream[] = about.marks.map((record) => ({
    frame: null,
    connection: 0,
    items: [{ at: record.at, record }],
  }));
  const { entries, undated } = dateHarEntries(log.entries);
  for (const [index, entry] of entries.entries()) {
    streams.push(...parseHarEntry(entry, index, about.frameOf, tallies));
  }
  const ordered = orderStreams(endHarSources(streams));
  await sinkAll(ordered, about, accept);
  const startedAt = about.startedAt ?? ordered[0]?.item.at ?? null;
  const { name, endedAt, exportedAt, generator } = about;
  const notes = [
    ...(undated === 0 ? [] : [sayCount("entriesWithoutTime", undated)]),
    ...tallies.entries.sentences(),
    ...tallies.messages.sentences(),
    ...(tallies.unkept === 0 ? [] : [sayCount("connectionsUnkept", tallies.unkept)]),
  ];
  return { about: { format: "har", name, startedAt, endedAt, exportedAt, generator, notes } };
}

async function sinkAll(
  ordered: readonly OrderedItem[],
  { lost, frames, left }: Pick<ReturnType<typeof parseHarLog>, "lost" | "frames" | "left">,
  accept: (batch: Batch) => void | Promise<void>,
): Promise<void> {
  const sink = createBatchSink(accept, lost);
  for (const { frame, record } of frames) sink.record(frame, record);
  let count = 0;
  for (const { stream, item } of ordered) {
    // What names a connection by number goes the way of the frame in which the number was given.
    const frame = stream.frame ?? (stream.connection === 0 ? null : HAR_FRAME);
    if (item.record !== undefined) {
      sink.record(frame, item.record);
    } else {
      const { at, flags, payload, size, eventName, eventId } = item.message;
      sink.message(frame, at, stream.connection, flags, payload, size, eventName, eventId);
    }
    count += 1;
    if (count % ITEMS_BETWEEN_DRAINS === 0) await sink.drain(false);
  }
  for (const { frame, record } of left) sink.record(frame, record);
  await sink.drain(true);
}

/** One text; null where it is longer than a runtime's strings can be (in V8 about 512 MiB). */
async function joinPieces(pieces: AsyncIterable<string>): Promise<string | null> {
  const read: string[] = [];
  for await (const piece of pieces) read.push(piece);
  try {
    return read.join("");
  } catch {
    return null;
  }
}

function problemOf(text: string): string {
  const { cut, line, column } = findJsonPlace(text);
  return cut
    ? say("thisHarIsCut", { line: formatCount(line) })
    : say("thisIsNotAHar", { line: formatCount(line), column: formatCount(column) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
