import { type AtScale, scaleLoop } from "../../analysis/cost/scale-loop.ts";
import type { Finding } from "../../analysis/finding.ts";
import type { EpochMs } from "../../units.ts";
import type { LoopView } from "../../wire/engine-api.ts";

/** For how many the report reckons, where nobody says otherwise. */
export const REPORT_USERS = 10_000;
export const REPORT_HOURS = 8;

/** What the report of a session has on its one page. */
export interface PageReport {
  readonly name: string;
  readonly startedAt: EpochMs | null;
  readonly exportedAt: EpochMs;
  readonly version: string;
  readonly requests: number;
  readonly messages: number;
  readonly loops: readonly LoopView[];
  readonly findings: readonly Finding[];
}

/** A loop in `REPORT_USERS` browsers. */
export function reportScale({ rhythm, facts }: LoopView): AtScale {
  const { requests, bytes, startedAt, endedAt, onWireMs } = facts;
  const one = { intervalMs: rhythm.intervalMs, requests, bytes, spanMs: endedAt - startedAt, onWireMs };
  return scaleLoop(one, REPORT_USERS, REPORT_HOURS);
}
