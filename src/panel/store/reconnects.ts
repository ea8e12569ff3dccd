import { growthOfWaits, LEAST_GROWTH } from "../../core/analysis/findings/growth-of-waits.ts";
import type { EpochMs, Milliseconds } from "../../core/units.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";

/** One connection of a chain, and how it came to be. */
export interface Try {
  readonly connection: number;
  readonly at: EpochMs;
  /** The close code of the one before, null where it had none; and how long the page waited after it. Null of the first. */
  readonly after: { readonly code: number | null; readonly waitedMs: Milliseconds } | null;
  /** Until its end, or its failure; null while it lasts. */
  readonly livedMs: Milliseconds | null;
  readonly failed: boolean;
}

/** Waits from which a pattern is seen. */
const LEAST_WAITS = 3;
/** A connection that has lasted so long was one: what comes after it begins a new row of tries. */
const LASTED: Milliseconds = 10_000;

/** The connections of a chain, in order of time. */
export function triesOf(chain: readonly ConnectionView[]): Try[] {
  return chain.map(({ id, createdAt, openedAt, close }, index) => {
    const before = chain[index - 1]?.close ?? null;
    return {
      connection: id,
      at: createdAt,
      after: before === null ? null : { code: before.code, waitedMs: Math.max(0, createdAt - before.at) },
      livedMs: close === null ? null : Math.max(0, close.at - (openedAt ?? createdAt)),
      failed: openedAt === null && close !== null,
    };
  });
}

/**
 * By how much the page waits longer from one try to the next where several in a row came to nothing, of the longest such row: 1 where it does not. Null
 * where there were too few to tell.
 */
export function backOffOf(tries: readonly Try[]): number | null {
  let longest: Milliseconds[] = [];
  let waits: Milliseconds[] = [];
  for (const { after, livedMs, failed } of tries) {
    if (after !== null) waits.push(after.waitedMs);
    if (waits.length > longest.length) longest = waits;
    if (!failed && (livedMs === null || livedMs >= LASTED)) waits = [];
  }
  if (longest.length < LEAST_WAITS) return null;
  const growth = growthOfWaits(longest);
  return growth >= LEAST_GROWTH ? growth : 1;
}
