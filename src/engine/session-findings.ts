import type { Finding } from "../core/analysis/finding.ts";
import type { Evidence } from "../core/analysis/findings/evidence.ts";
import { RULES, sortFindings } from "../core/analysis/findings/find-findings.ts";
import type { EpochMs, Milliseconds } from "../core/units.ts";
import { LONGEST_TIMER_MS } from "./moment-timer.ts";

/** The rules run at most this often, but for moments that they wait for, and take at most this part of the time. */
const RULES_EVERY_MS = 2000;
const RULES_SHARE = 0.05;

/** What the findings are of. */
export interface Examined {
  /** Rows of the session. */
  readonly rows: number;
  /** Counts the times that something else was found, findings too. */
  readonly revision: number;
  /** It is still being read: it is looked for findings when that is done. */
  readonly busy: boolean;
  /** What the rules look at, as it is now. */
  evidence(): Promise<Evidence>;
  /** The moment until which nothing else is known to have happened, while time goes on; null: nothing more will happen. */
  now(): EpochMs | null;
  /** Leaves the time to others, between two rules. */
  rest(): Promise<void>;
  /** There are other findings, or there was a look for the first time. */
  told(): void;
}

/** The findings of a session that goes on. */
export interface SessionFindings {
  readonly all: readonly Finding[];
  /** The rules have run at least once. */
  readonly hasLooked: boolean;
  /** Runs the rules where something is new since they last ran; now, or when it is time. */
  look(): void;
  end(): void;
}

/** Creates it; the rules run one after the other, with pauses. */
export function createSessionFindings(examined: Examined): SessionFindings {
  let findings: readonly Finding[] = [];
  let ruledRows = -1;
  let ruledRevision = -1;
  /** When they may run again: where something is new, and at a moment that they have waited for. */
  let nextAt = 0;
  let restedAt = 0;
  /** The first moment that a rule waits for, though nothing else happens. */
  let awaited: EpochMs | null = null;
  let ruling = false;
  let hasLooked = false;
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    clearTimeout(timer);
    if (ended || examined.busy || ruling) return;
    const isKnown = ruledRows === examined.rows && ruledRevision === examined.revision;
    const due = dueIn();
    if (isKnown && due === null) return;
    const now = performance.now();
    const wait = Math.min(
      isKnown ? Number.POSITIVE_INFINITY : nextAt - now,
      due === null ? Number.POSITIVE_INFINITY : Math.max(due, restedAt - now),
    );
    if (wait > 0) {
      timer = setTimeout(look, Math.min(wait, LONGEST_TIMER_MS));
      return;
    }
    ruling = true;
    ruledRows = examined.rows;
    ruledRevision = examined.revision;
    awaited = null;
    let took = 0;
    try {
      const found: Finding[] = [];
      const evidence = await examined.evidence();
      if (ended) return;
      for (const rule of RULES) {
        const before = performance.now();
        found.push(...findBy(rule, evidence));
        took += performance.now() - before;
        await examined.rest();
        if (ended) return;
      }
      awaited = evidence.nextAt;
      const next = sortFindings(found);
      if (!hasLooked || JSON.stringify(next) !== JSON.stringify(findings)) {
        findings = next;
        hasLooked = true;
        const before = examined.revision;
        examined.told();
        // That it is told of them is nothing new to the rules.
        ruledRevision += examined.revision - before;
      }
    } finally {
      ruling = false;
      restedAt = performance.now() + took / RULES_SHARE;
      nextAt = Math.max(performance.now() + RULES_EVERY_MS, restedAt);
    }
    void look();
  }

  /** After how long the moment comes; null: there is none, or no time passes. */
  function dueIn(): Milliseconds | null {
    const now = examined.now();
    return awaited === null || now === null ? null : Math.max(0, awaited - now);
  }

  return {
    get all() {
      return findings;
    },
    get hasLooked() {
      return hasLooked;
    },
    look: () => void look(),
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}

/** A rule that fails finds nothing; the others are not kept from it. */
function findBy(rule: (typeof RULES)[number], evidence: Evidence): readonly Finding[] {
  try {
    return rule(evidence);
  } catch {
    return [];
  }
}
