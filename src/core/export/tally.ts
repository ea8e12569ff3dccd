import { sayCount } from "../text/say.ts";

/** Counts what an importer could not take over, by reason. */
export interface Tally {
  add(reason: string): void;
  /** A sentence for each reason: "3 messages were left out: they have no time." */
  sentences(): string[];
}

/** Creates a tally of one kind of thing. */
export function createTally(thing: "message" | "entry"): Tally {
  const counts = new Map<string, number>();
  return {
    add(reason) {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    },
    sentences: () =>
      Array.from(counts, ([reason, count]) =>
        thing === "entry"
          ? sayCount("entriesLeftOut", count, { reason })
          : sayCount("messagesLeftOut", count, { reason }),
      ),
  };
}
