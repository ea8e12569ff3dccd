import { sayCount } from "../text/say.ts";

/** Counts what an importer could not take over, by reason. */
export interface Tally {
  /** `place` is where in the file it is, as JavaScript would reach it. */
  add(reason: string, place: string): void;
  /** A sentence for each reason, with the first place: "1 message was left out: no time (log.entries[0]…)." */
  sentences(): string[];
}

/** Creates a tally of one kind of thing. */
export function createTally(thing: "message" | "entry"): Tally {
  const counts = new Map<string, { count: number; readonly place: string }>();
  return {
    add(reason, place) {
      const known = counts.get(reason);
      if (known === undefined) counts.set(reason, { count: 1, place });
      else known.count += 1;
    },
    sentences: () =>
      Array.from(counts, ([reason, { count, place }]) =>
        thing === "entry"
          ? sayCount("entriesLeftOut", count, { reason, place })
          : sayCount("messagesLeftOut", count, { reason, place }),
      ),
  };
}
