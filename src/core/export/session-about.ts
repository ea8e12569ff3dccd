import type { Annotation } from "../model/annotation.ts";
import type { EpochMs } from "../units.ts";

/** What an exporter writes about a session beside its events. */
export interface SessionAbout {
  readonly name: string;
  readonly startedAt: EpochMs | null;
  readonly exportedAt: EpochMs;
  /** Until when it was recorded, where more is known than its last row. */
  readonly endedAt?: EpochMs | null;
  /** The version of Duplex that writes the file, such as "0.1.0". */
  readonly version: string;
  /** What the reader has said of rows, by their numbers in the log. */
  readonly annotations?: ReadonlyMap<number, Annotation>;
}

/** What a file says about itself. */
export interface ImportedAbout {
  readonly format: "session" | "har";
  /** "" where the file has none. */
  readonly name: string;
  readonly startedAt: EpochMs | null;
  readonly exportedAt: EpochMs | null;
  /** Until when it was recorded; null: no more is known than its last row. */
  readonly endedAt: EpochMs | null;
  /** The program that wrote it, with its version: "WebInspector 537.36"; "" where it does not say. */
  readonly generator: string;
  /** What could not be taken over, in sentences for the user. */
  readonly notes: readonly string[];
  /** What its reader has said of rows, by their numbers in the log; they may be more than there are. */
  readonly annotations?: ReadonlyMap<number, Annotation>;
}

/** The file was read whole; or a sentence for the user, and what was accepted so far is to be thrown away. */
export type ImportResult = { readonly about: ImportedAbout } | { readonly problem: string };
