import { type AtScale, scaleLoop } from "../../analysis/cost/scale-loop.ts";
import type { Finding } from "../../analysis/finding.ts";
import type { EpochMs } from "../../units.ts";
import type { LoopView, SocketView } from "../../wire/polling-answer.ts";

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
  readonly sockets: readonly SocketView[];
  /** For how many browsers it reckons, and for how many hours a day. */
  readonly users: number;
  readonly hours: number;
}

/** A loop in many browsers. */
export function reportScale({ rhythm, facts, askers }: LoopView, { users, hours }: PageReport): AtScale {
  const { requests, bytes, onWireMs } = facts;
  const one = { intervalMs: rhythm.intervalMs, askers, requests, bytes, onWireMs };
  return scaleLoop(one, users, hours);
}
