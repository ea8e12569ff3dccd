import { numberFormat } from "../text/language.ts";
import type { Milliseconds } from "../units.ts";
import { formatDuration } from "./format-duration.ts";

const tenths = numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const whole = numberFormat({ maximumFractionDigits: 0, useGrouping: false });
const exact = numberFormat({ maximumFractionDigits: 2 });

/** From here on a span has two units in `formatDuration`, which a narrow column has no room for. */
const TWO_UNITS_MS = 59_950;
/** Longer ones are told in seconds, which are a thousand times as coarse. */
const ROUNDED_MS = 999.5;
/** Units, each with how many of it are told before the next larger one is. A minute's is as wide as three digits. */
const LONG = [
  { unit: "s", ms: 1000, until: 9999.5 },
  { unit: "h", ms: 3_600_000, until: 99.95 },
  { unit: "d", ms: 86_400_000, until: Number.POSITIVE_INFINITY },
] as const;

/** The time of a round trip, in one unit, so that the narrow column of the list has room for it: `12 ms`, `72.3 s`, `1200 s`, `4.2 h`. */
export function formatTripTime(ms: Milliseconds): string {
  if (!Number.isFinite(ms) || Math.abs(ms) < TWO_UNITS_MS) return formatDuration(ms);
  if (ms < 0) return `−${formatTripTime(-ms)}`;
  const { unit, ms: each } = LONG.find((it) => ms / it.ms < it.until) ?? LONG[2];
  const value = ms / each;
  return `${value < 99.95 ? tenths(value) : whole(value)} ${unit}`;
}

/** The same in milliseconds, with as many digits as times are known to: `72,345.68 ms`. */
export function formatExactTripTime(ms: Milliseconds): string {
  return Number.isFinite(ms) ? `${exact(ms)} ms` : "–";
}

/** The time of a round trip where there is room: `12 ms`; of long ones also the exact one, `1 min 12 s (72,345.68 ms)`. */
export function formatLongTripTime(ms: Milliseconds): string {
  const short = formatDuration(ms);
  return Number.isFinite(ms) && Math.abs(ms) >= ROUNDED_MS ? `${short} (${formatExactTripTime(ms)})` : short;
}
