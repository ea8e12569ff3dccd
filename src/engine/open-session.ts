import { createPayloads } from "../core/model/payloads.ts";
import type { SavedPage } from "../core/model/saved-session.ts";
import { createSession, type Session } from "../core/model/session.ts";
import type { HarEntry, RecordEvent } from "../core/wire/events.ts";
import { createAnnotations } from "./annotations.ts";
import { SESSION_FORMAT } from "./database.ts";
import { NO_PROGRESS, type Progress } from "./long-work.ts";
import { createReadBack, type ReadBackChunks } from "./read-back.ts";
import type { NewIndex, SessionStore } from "./session-store.ts";
import { type ShownSession, untilOf } from "./shown-session.ts";

/** How many stored chunks are read at a time. */
const READ_CHUNKS = 16;

interface Opened {
  readonly session: Session;
  readonly disk: ReadBackChunks;
}

const decoder = new TextDecoder();

/**
 * Opens a stored session: reads its index, and folds the chunks that are not in it, which is all of them where there is none
 * that can be read. Rejects with a sentence for the user, or with what `progress` throws.
 */
export async function openSession(
  store: SessionStore,
  id: string,
  progress: Progress = NO_PROGRESS,
): Promise<ShownSession> {
  const stored = await store.find(id);
  const { session, disk } = (await fromIndex(store, id)) ?? fromNothing(store, id);
  while (true) {
    const chunks = await store.chunks(id, disk.count, READ_CHUNKS);
    for (const { batches, address } of chunks) {
      for (const batch of batches) session.accept(batch);
      disk.add(address);
      session.payloads.stored(session.payloads.end, disk);
    }
    progress(session.heldBytes, stored.bytes);
    if (chunks.length < READ_CHUNKS) break;
  }
  // What was written of rows that were not is of no row.
  const kept = (await store.annotations(id)).filter(([row]) => row < session.log.length);
  const annotations = createAnnotations(Promise.resolve(store), () => id, kept);
  const until = untilOf(stored);
  return { session, live: false, until: () => until, inMemory: false, annotations, describe: () => stored };
}

function fromNothing(store: SessionStore, id: string): Opened {
  return { session: createSession(), disk: createReadBack(store, id) };
}

/** Null: there is no index, or it is of another format or damaged. What it was made of is still there. */
async function fromIndex(store: SessionStore, id: string): Promise<Opened | null> {
  try {
    const index = await store.index(id);
    if (index === null || index.format !== SESSION_FORMAT) return null;
    const disk = createReadBack(store, id);
    if (!disk.restore(index.chunks, index.pages)) return null;
    const { saved } = index;
    const payloads = createPayloads();
    payloads.restore(saved.end, saved.last, disk);
    const pages = index.pages.filter((it): it is SavedPage => it.table !== "places");
    const isWhole = (await store.chunks(id, index.chunks, 1)).length === 0;
    const restored = createSession(payloads, { saved, pages, entries: new Map() });
    if (isWhole || saved.streams.links.requests.length === 0) return { session: restored, disk };
    const entries = await readEntries(restored, index);
    return { session: createSession(payloads, { saved, pages, entries }), disk };
  } catch {
    return null;
  }
}

/** The requests that may yet turn out to be a stream's. */
async function readEntries(session: Session, { saved }: NewIndex): Promise<Map<number, HarEntry>> {
  const entries = new Map<number, HarEntry>();
  for (const { row } of saved.streams.links.requests) {
    await session.load(row);
    const record = JSON.parse(decoder.decode(session.payload(row))) as RecordEvent;
    if (record.type === "request-finished") entries.set(row, record.entry);
  }
  return entries;
}
