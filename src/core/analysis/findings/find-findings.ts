import { LOOP_RULES } from "../advice/advise-loops.ts";
import { findBase64InJson } from "../advice/find-base64-in-json.ts";
import { findBreakingStreamHeaders } from "../advice/find-breaking-stream-headers.ts";
import { findChattyFrames } from "../advice/find-chatty-frames.ts";
import { findIdleSockets } from "../advice/find-idle-sockets.ts";
import { findInsecureSockets } from "../advice/find-insecure-sockets.ts";
import { findMissingCompression } from "../advice/find-missing-compression.ts";
import { findOneWaySockets } from "../advice/find-one-way-sockets.ts";
import { findRepeatedState } from "../advice/find-repeated-state.ts";
import { findSecretsInUrls } from "../advice/find-secrets-in-urls.ts";
import { findSocketPerComponent } from "../advice/find-socket-per-component.ts";
import { findStreamLimit } from "../advice/find-stream-limit.ts";
import type { Finding } from "../finding.ts";
import type { Evidence, FindingRule } from "./evidence.ts";
import { findBackPressure } from "./find-back-pressure.ts";
import { findBadClose } from "./find-bad-close.ts";
import { findBlockingHandlers } from "./find-blocking-handlers.ts";
import { findBrokenStreams } from "./find-broken-streams.ts";
import { findDiscardedSends } from "./find-discarded-sends.ts";
import { findDoubleSubscriptions } from "./find-double-subscriptions.ts";
import { findDoubledConnections } from "./find-doubled-connections.ts";
import { findEndedFeeds } from "./find-ended-feeds.ts";
import { findFailedOpenings } from "./find-failed-openings.ts";
import { findHeartbeatTrouble } from "./find-heartbeat-trouble.ts";
import { findIdleTimeout } from "./find-idle-timeout.ts";
import { findIrregularHeartbeats } from "./find-irregular-heartbeats.ts";
import { findLostAcrossBreak } from "./find-lost-across-break.ts";
import { findMissingResync } from "./find-missing-resync.ts";
import { findReconnectStorm } from "./find-reconnect-storm.ts";
import { findRepeatedAfterBreak } from "./find-repeated-after-break.ts";
import { findRepetitions } from "./find-repetitions.ts";
import { findRequestTrouble } from "./find-request-trouble.ts";
import { findSequenceGaps } from "./find-sequence-gaps.ts";
import { findSilence } from "./find-silence.ts";
import { findStoppedHeartbeats } from "./find-stopped-heartbeats.ts";

/** How well connections do: rules that read no payload. */
export const HEALTH_RULES: readonly FindingRule[] = [
  findReconnectStorm,
  findFailedOpenings,
  findBrokenStreams,
  findIdleTimeout,
  findBadClose,
  findHeartbeatTrouble,
  findIrregularHeartbeats,
  findStoppedHeartbeats,
  findLostAcrossBreak,
  findRepeatedAfterBreak,
  findMissingResync,
  findSequenceGaps,
  findBackPressure,
  findDiscardedSends,
  findBlockingHandlers,
  findDoubledConnections,
  findDoubleSubscriptions,
  findRepetitions,
  findRequestTrouble,
  findSilence,
  findEndedFeeds,
];

/** All rules, those first whose findings explain the others'. */
export const RULES: readonly FindingRule[] = [
  ...HEALTH_RULES,
  ...LOOP_RULES,
  findInsecureSockets,
  findSecretsInUrls,
  findSocketPerComponent,
  findStreamLimit,
  findBreakingStreamHeaders,
  findOneWaySockets,
  findIdleSockets,
  findBase64InJson,
  findRepeatedState,
  findMissingCompression,
  findChattyFrames,
];

const SEVERITIES = ["error", "warning", "info"];

/** What the rules find, most severe first. */
export function findFindings(evidence: Evidence, rules: readonly FindingRule[] = RULES): Finding[] {
  return sortFindings(rules.flatMap((rule) => rule(evidence)));
}

/** Most severe first, else in the order of the rules. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}
