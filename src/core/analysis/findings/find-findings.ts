import { findBase64InJson } from "../advice/find-base64-in-json.ts";
import { findBreakingStreamHeaders } from "../advice/find-breaking-stream-headers.ts";
import { findChattyFrames } from "../advice/find-chatty-frames.ts";
import { findEngineIoPolling } from "../advice/find-engine-io-polling.ts";
import { findIdleSockets } from "../advice/find-idle-sockets.ts";
import { findIgnoredRetryAfter } from "../advice/find-ignored-retry-after.ts";
import { findInsecureSockets } from "../advice/find-insecure-sockets.ts";
import { findMissingValidators } from "../advice/find-missing-validators.ts";
import { findMostlyEmptyPolling } from "../advice/find-mostly-empty-polling.ts";
import { findOneWaySockets } from "../advice/find-one-way-sockets.ts";
import { findPollingThatFits } from "../advice/find-polling-that-fits.ts";
import { findRepeatedState } from "../advice/find-repeated-state.ts";
import { findSameQuestionTwice } from "../advice/find-same-question-twice.ts";
import { findSecretsInUrls } from "../advice/find-secrets-in-urls.ts";
import { findSocketPerComponent } from "../advice/find-socket-per-component.ts";
import { findStreamLimit } from "../advice/find-stream-limit.ts";
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
  findMostlyEmptyPolling,
  findSameQuestionTwice,
  findIgnoredRetryAfter,
  findMissingValidators,
  findPollingThatFits,
  findEngineIoPolling,
  findInsecureSockets,
  findSecretsInUrls,
  findSocketPerComponent,
  findStreamLimit,
  findBreakingStreamHeaders,
  findOneWaySockets,
  findIdleSockets,
  findBase64InJson,
  findRepeatedState,
  findChattyFrames,
];

const SEVERITIES = ["error", "warning", "info"];

/** What the rules find, most severe first. */
export function findFindings(evidence: Evidence, rules: readonly FindingRule[] = RULES): Finding[] {
  const found = rules.flatMap((rule) => rule(evidence));
  return found.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}
