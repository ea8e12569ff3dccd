import { numberFormat } from "../text/language.ts";
import type { Milliseconds } from "../units.ts";

const upToTenths = numberFormat({ maximumFractionDigits: 1 });
const whole = numberFormat({ maximumFractionDigits: 0, useGrouping: false });
const tenths = numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const hundredths = numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A span with the unit that suits it: `0.4 ms`, `50 ms`, `1.25 s`, `2 min 3 s`, `1 h 2 min`, `3 d 4 h`. */
export function formatDuration(ms: Milliseconds): string {
  if (!Number.isFinite(ms)) return "–";
  if (ms < 0) return `−${formatDuration(-ms)}`;
  if (ms < 9.95) return `${upToTenths(ms)} ms`;
  if (ms < 999.5) return `${whole(ms)} ms`;
  if (ms < 9995) return `${hundredths(ms / 1000)} s`;
  if (ms < 59_950) return `${tenths(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return two(seconds, 60, "min", "s");
  const minutes = Math.round(ms / 60_000);
  if (minutes < 24 * 60) return two(minutes, 60, "h", "min");
  return two(Math.round(ms / 3_600_000), 24, "d", "h");
}

function two(value: number, per: number, large: string, small: string): string {
  const rest = value % per;
  return `${Math.floor(value / per)} ${large}${rest > 0 ? ` ${rest} ${small}` : ""}`;
}
