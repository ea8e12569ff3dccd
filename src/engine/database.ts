import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Annotation } from "../core/model/annotation.ts";
import type { SavedPage, SavedSession } from "../core/model/saved-session.ts";
import { say } from "../core/text/say.ts";
import type { EpochMs } from "../core/units.ts";
import type { Settings } from "../core/wire/engine-settings.ts";

const NAME = "duplex";
/** Raise it with a step in `upgrade`, and a sample in the tests. */
export const DATABASE_VERSION = 1;
/** The format of what is stored of a session; a step of its own, since a session outlives the database's shape. */
export const SESSION_FORMAT = 1;

/** One recorded session, as it is listed. */
export interface StoredSession {
  readonly id: string;
  readonly format: number;
  name: string;
  readonly url: string;
  readonly startedAt: EpochMs;
  changedAt: EpochMs;
  /** Until when it was recorded, though nothing more happened; absent: that is not known. */
  endedAt?: EpochMs;
  messages: number;
  requests: number;
  connections: number;
  bytes: number;
}

/** What one write added to a session. */
export interface StoredChunk {
  readonly session: string;
  readonly index: number;
  /** Where its bytes begin among the session's payloads. */
  readonly address: number;
  /** Parsed again when they are read. */
  readonly batches: readonly unknown[];
  /** For each batch, what was found in its chunks of streams, which lies behind its own bytes; null where that is nothing. */
  readonly derived: readonly (Uint8Array | null)[];
}

/** A page of the tables that make opening a session quick: they can be made of its chunks again. */
export interface StoredPage extends Omit<SavedPage, "table"> {
  readonly session: string;
  readonly table: SavedPage["table"] | "places";
}

/** What a session was when it had so many chunks; its tables are in pages of their own. */
export interface StoredIndex {
  readonly session: string;
  /** One of another format is passed over. */
  readonly format: number;
  readonly chunks: number;
  readonly saved: SavedSession;
}

/** What the reader has said of a row. */
export interface StoredAnnotation extends Annotation {
  readonly session: string;
  readonly row: number;
}

interface Schema extends DBSchema {
  sessions: { key: string; value: StoredSession };
  chunks: { key: [string, number]; value: StoredChunk };
  indexes: { key: string; value: StoredIndex };
  pages: { key: [string, string, number]; value: StoredPage };
  annotations: { key: [string, number]; value: StoredAnnotation };
  settings: { key: string; value: Partial<Settings> };
}

export type Database = IDBPDatabase<Schema>;

/** The database could not be opened; the message is for the user. */
export class DatabaseProblem extends Error {}

/** Opens the database, and makes or upgrades its stores. One of a newer version is left as it is. */
export async function openDatabase(): Promise<Database> {
  try {
    return await openDB<Schema>(NAME, DATABASE_VERSION, {
      upgrade(database, oldVersion) {
        if (oldVersion < 1) {
          database.createObjectStore("sessions", { keyPath: "id" });
          database.createObjectStore("chunks", { keyPath: ["session", "index"] });
          database.createObjectStore("indexes", { keyPath: "session" });
          database.createObjectStore("pages", { keyPath: ["session", "table", "page"] });
          database.createObjectStore("annotations", { keyPath: ["session", "row"] });
          database.createObjectStore("settings");
        }
      },
      blocking(_current, _blocked, event) {
        // A newer Duplex wants to upgrade: let it.
        (event.target as IDBDatabase).close();
      },
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "VersionError") {
      throw new DatabaseProblem(say("theRecordingsOnThisDisk"));
    }
    throw new DatabaseProblem(say("theRecordingsOnThisDiskCannot", { error: reasonOf(error) }));
  }
}

/** An error's own words. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
