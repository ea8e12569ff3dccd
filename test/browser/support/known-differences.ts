import type { BrowserName } from "../../../tooling/browser/driven.ts";

/** What a page can see of the hook because no script can change it; ARCHITECTURE.md names it, too. */
export interface KnownDifference {
  readonly browser: BrowserName;
  /** The case's name. */
  readonly of: string;
  /** Of the paths in its answer, those that differ. */
  readonly paths: RegExp;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [];
