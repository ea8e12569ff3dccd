import { formatCount } from "../format/format-count.ts";

/** Counts what an importer could not take over, by reason. */
export interface Tally {
  add(reason: string): void;
  /** A sentence for each reason: "3 messages were left out: they have no time." */
  sentences(): string[];
}

/** Creates a tally of one kind of thing, such as "message". */
export function createTally(thing: string): Tally {
  const counts = new Map<string, number>();
  return {
    add(reason) {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    },
    sentences() {
      return Array.from(counts, ([reason, count]) => {
        const what = count === 1 ? `${thing} was` : `${plural(thing)} were`;
        return `${formatCount(count)} ${what} left out: ${reason}.`;
      });
    },
  };
}

function plural(thing: string): string {
  return thing.endsWith("y") ? `${thing.slice(0, -1)}ies` : `${thing}s`;
}
