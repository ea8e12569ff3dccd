import type { Finding } from "../../core/analysis/finding.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";

const RANKS: Readonly<Record<Finding["severity"], number>> = { error: 0, warning: 1, info: 2 };

/** The most severe finding of each connection that has one; among those as severe the first. */
export function findWorst(findings: readonly Finding[]): ReadonlyMap<number, Finding> {
  const worst = new Map<number, Finding>();
  for (const finding of findings) {
    const { connection } = finding;
    if (connection === null) continue;
    worst.set(connection, worseOf(worst.get(connection) ?? null, finding));
  }
  return worst;
}

/** The most severe finding of several connections that are one to the page; null where nothing ails them. */
export function worstOfChain(
  worst: ReadonlyMap<number, Finding>,
  chain: readonly Pick<ConnectionView, "id">[],
): Finding | null {
  let found: Finding | null = null;
  if (worst.size === 0) return found;
  for (const { id } of chain) {
    const finding = worst.get(id);
    if (finding !== undefined) found = worseOf(found, finding);
  }
  return found;
}

function worseOf(known: Finding | null, other: Finding): Finding {
  return known !== null && RANKS[known.severity] <= RANKS[other.severity] ? known : other;
}
