import { type Annotation, changeAnnotation, NO_ANNOTATION } from "../core/model/annotation.ts";
import { say } from "../core/text/say.ts";
import { reasonOf } from "./database.ts";
import type { SessionStore } from "./session-store.ts";

/** A row, and what is said of it from now on; null is nothing. */
export type AnnotatedRow = readonly [row: number, annotation: Annotation | null];

/** What the reader has said of a session's rows. */
export interface Annotations {
  readonly all: ReadonlyMap<number, Annotation>;
  /** Counts the changes. */
  readonly revision: number;
  /** How many rows are marked, pinned and noted. */
  count(): { marked: number; pinned: number; noted: number };
  /**
   * Changes what is said of some rows, at once; resolves when that is kept. Rejects with a sentence where it cannot be kept:
   * then it is in memory alone.
   */
  change(rows: readonly number[], change: Partial<Annotation>): Promise<void>;
}

/** Creates the annotations of a session, with those that are kept. `store` null: nothing is written. */
export function createAnnotations(
  store: Promise<SessionStore | null>,
  id: () => string,
  kept: Iterable<AnnotatedRow> = [],
): Annotations {
  const all = new Map<number, Annotation>();
  for (const [row, annotation] of kept) if (annotation !== null) all.set(row, annotation);
  let revision = 0;
  let counted: { readonly revision: number; marked: number; pinned: number; noted: number } | null = null;
  return {
    all,
    count() {
      if (counted?.revision === revision) return counted;
      counted = { revision, marked: 0, pinned: 0, noted: 0 };
      for (const { marked, pinned, note } of all.values()) {
        if (marked) counted.marked += 1;
        if (pinned) counted.pinned += 1;
        if (note !== "") counted.noted += 1;
      }
      return counted;
    },
    get revision() {
      return revision;
    },
    async change(rows, change) {
      revision += 1;
      const changed = rows.map((row): AnnotatedRow => {
        const annotation = changeAnnotation(all.get(row) ?? NO_ANNOTATION, change);
        if (annotation === null) all.delete(row);
        else all.set(row, annotation);
        return [row, annotation];
      });
      try {
        await (await store)?.annotate(id(), changed);
      } catch (error) {
        throw new Error(say("thisIsKeptInMemory", { error: reasonOf(error) }));
      }
    },
  };
}
