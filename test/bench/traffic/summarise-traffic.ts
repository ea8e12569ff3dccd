import { measureSpread, type Spread } from "../statistics.ts";
import { CONDITIONS, type ConditionId } from "./conditions.ts";
import type { TrafficRound } from "./measure-traffic.ts";

/** A measurement over the rounds, and how its median compares with that of the base. */
export interface Compared extends Spread {
  readonly ratio: number;
}

/** One condition over all measured rounds. */
export interface TrafficRow {
  readonly condition: ConditionId;
  readonly base: ConditionId;
  readonly receivedPerSecond: Compared;
  readonly sendTextMicros: Compared;
  readonly sendBinaryMicros: Compared;
  /** Null where Duplex does not record. The warm-up is counted too; fewer than none means that some came twice. */
  readonly lost: number | null;
  readonly expected: number;
  readonly caughtUpMs: Spread | null;
}

type Quantity = "receivedPerSecond" | "sendTextMicros" | "sendBinaryMicros";

/** Medians, spreads and ratios of the measured rounds (the warm-up is round 0), in the order of the conditions. */
export function summariseTraffic(rounds: readonly TrafficRound[]): TrafficRow[] {
  const roundsOf = (id: ConditionId) => rounds.filter((it) => it.condition === id);
  const spreadOf = (id: ConditionId, quantity: Quantity) =>
    measureSpread(measured(roundsOf(id)).map((it) => it[quantity]));

  return CONDITIONS.map(({ id, base, panel }) => {
    const compare = (quantity: Quantity): Compared => {
      const spread = spreadOf(id, quantity);
      return { ...spread, ratio: spread.median / spreadOf(base, quantity).median };
    };
    const all = roundsOf(id);
    const expected = sum(all.map((it) => it.sent + it.received));
    return {
      condition: id,
      base,
      receivedPerSecond: compare("receivedPerSecond"),
      sendTextMicros: compare("sendTextMicros"),
      sendBinaryMicros: compare("sendBinaryMicros"),
      lost: panel === null ? null : expected - sum(all.map((it) => it.recorded ?? 0)),
      expected,
      caughtUpMs:
        panel === null ? null : measureSpread(measured(all).map((it) => it.caughtUpMs ?? Number.NaN)),
    };
  });
}

const measured = (rounds: readonly TrafficRound[]) => rounds.filter((it) => it.round > 0);

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
