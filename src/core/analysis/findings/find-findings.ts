import type { Finding } from "../finding.ts";
import type { Evidence, FindingRule } from "./evidence.ts";
import { findBadClose } from "./find-bad-close.ts";
import { findDiscardedSends } from "./find-discarded-sends.ts";
import { findDoubledConnections } from "./find-doubled-connections.ts";
import { findHeartbeatTrouble } from "./find-heartbeat-trouble.ts";
import { findIdleTimeout } from "./find-idle-timeout.ts";
import { findLostAcrossBreak } from "./find-lost-across-break.ts";
import { findReconnectStorm } from "./find-reconnect-storm.ts";
import { findRequestTrouble } from "./find-request-trouble.ts";
import { findSequenceGaps } from "./find-sequence-gaps.ts";
import { findSilence } from "./find-silence.ts";

/** All rules, those first whose findings explain the others'. */
export const RULES: readonly FindingRule[] = [
  findReconnectStorm,
  findIdleTimeout,
  findBadClose,
  findHeartbeatTrouble,
  findLostAcrossBreak,
  findSequenceGaps,
  findDiscardedSends,
  findDoubledConnections,
  findRequestTrouble,
  findSilence,
];

const SEVERITIES = ["error", "warning", "info"];

/** What the rules find, most severe first. */
export function findFindings(evidence: Evidence, rules: readonly FindingRule[] = RULES): Finding[] {
  const found = rules.flatMap((rule) => rule(evidence));
  return found.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}
