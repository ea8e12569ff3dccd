import { createSession } from "../core/model/session.ts";
import { say } from "../core/text/say.ts";
import type { Batch } from "../core/wire/batch.ts";
import type { Settings } from "../core/wire/engine-settings.ts";
import type { SessionSummary } from "../core/wire/session-summary.ts";
import { createAnnotations } from "./annotations.ts";
import { type Database, DatabaseProblem, openDatabase } from "./database.ts";
import { describeImported } from "./describe-imported.ts";
import { importSession } from "./import-session.ts";
import { NO_PROGRESS, type Progress } from "./long-work.ts";
import { openSession } from "./open-session.ts";
import { acceptAndWrite, createRecorder, type Recorder } from "./recorder.ts";
import { recordingNow } from "./recording-marks.ts";
import { createSessionStore, type SessionStore } from "./session-store.ts";
import { type ShownSession, untilOf } from "./shown-session.ts";

/** As long as nothing else was chosen. */
export const DEFAULT_SETTINGS: Settings = { recordWhileHidden: true, tab: "messages" };

/** The stored sessions and the settings: what outlives DevTools. */
export interface Library {
  /** The store, or null where the database cannot be used; why is told to `problem`. */
  readonly store: Promise<SessionStore | null>;
  list(): Promise<SessionSummary[]>;
  open(id: string, progress?: Progress): Promise<ShownSession>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string, progress?: Progress): Promise<void>;
  /** Reads a file and keeps it as a session, in memory alone where `to` is null. */
  import(
    file: Blob,
    name: string,
    to: Promise<SessionStore | null>,
    progress?: Progress,
  ): Promise<ShownSession>;
  settings(change: Partial<Settings>): Promise<Settings>;
}

/** Opens the library; `problem` is told why recordings cannot be kept, if so. */
export function openLibrary(problem: (sentence: string) => void, now: () => number): Library {
  const database: Promise<Database | null> = openDatabase().catch((error: unknown) => {
    problem(error instanceof DatabaseProblem ? error.message : String(error));
    return null;
  });
  const store = database.then((it) => (it === null ? null : createSessionStore(it)));
  let settings: Settings | null = null;

  async function needStore(): Promise<SessionStore> {
    const opened = await store;
    if (opened === null) throw new Error(say("theRecordingsOnThisDiskCannotBe"));
    return opened;
  }

  return {
    store,
    async list() {
      const opened = await store;
      if (opened === null) return [];
      const [sessions, recording] = await Promise.all([opened.list(), recordingNow()]);
      return sessions
        .map((it) => ({ ...it, live: recording.has(it.id) }))
        .sort((a, b) => b.startedAt - a.startedAt);
    },
    async open(id, progress) {
      return openSession(await needStore(), id, progress);
    },
    async rename(id, name) {
      await (await needStore()).rename(id, name);
    },
    async remove(id, progress) {
      if ((await recordingNow()).has(id)) {
        throw new Error(say("thisSessionIsBeingRecorded"));
      }
      await (await needStore()).remove(id, progress);
    },
    async import(file, name, to, progress = NO_PROGRESS) {
      const session = createSession();
      // Nothing is written of a file that turns out to be damaged.
      const waiting: Parameters<Recorder["add"]>[] = [];
      const later = { add: (...it: Parameters<Recorder["add"]>) => void waiting.push(it) };
      const accept = (batch: Batch) => void acceptAndWrite(session, later, batch);
      const about = await importSession(file, accept, progress);
      const kept = about.annotations ?? new Map();
      for (const row of kept.keys()) {
        if (row < session.log.length) continue;
        throw new Error(say("thisSessionFileIsDamaged", { row: row + 1 }));
      }
      const called = about.name || name.replace(/\.(har|duplex)(\.gz)?$/i, "");
      const stored = describeImported(session, called, about, now());
      let failure: string | null = null;
      const recorder = createRecorder(
        to,
        () => stored,
        session,
        (why) => {
          failure = why;
        },
      );
      for (const it of waiting) recorder.add(...it);
      await recorder.settled();
      if (failure !== null) problem(failure);
      try {
        progress(file.size, file.size);
      } catch (error) {
        await (await to)?.remove(stored.id);
        throw error;
      }
      const inMemory = failure !== null || (await to) === null;
      const until = untilOf(stored);
      const annotations = createAnnotations(inMemory ? Promise.resolve(null) : to, () => stored.id, kept);
      if (!inMemory && kept.size > 0) await (await to)?.annotate(stored.id, [...kept]);
      return { session, live: false, until: () => until, inMemory, annotations, describe: () => stored };
    },
    async settings(change) {
      const opened = await database;
      settings ??= { ...DEFAULT_SETTINGS, ...((await opened?.get("settings", "settings")) ?? {}) };
      if (Object.keys(change).length === 0) return settings;
      settings = { ...settings, ...change };
      await opened?.put("settings", settings, "settings");
      return settings;
    },
  };
}
