import type { Milliseconds } from "../units.ts";

/**
 * A span as a clock shows it, to the millisecond and always in the same form, so that one stands below the other: `0.117`,
 * `12.003`, `1:02.003`, `1:00:02.003`; longer than a day with its days. Fractions are cut, as in `formatTime`.
 */
export function formatElapsed(ms: Milliseconds): string {
  if (!Number.isFinite(ms)) return "–";
  if (ms < 0) return `−${formatElapsed(-ms)}`;
  const whole = Math.floor(ms);
  const seconds = Math.floor(whole / 1000);
  const rest = `.${pad(whole % 1000, 3)}`;
  if (seconds < 60) return `${seconds}${rest}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${pad(seconds % 60, 2)}${rest}`;
  const hours = Math.floor(minutes / 60);
  const clock = `${pad(minutes % 60, 2)}:${pad(seconds % 60, 2)}${rest}`;
  return hours < 24 ? `${hours}:${clock}` : `${Math.floor(hours / 24)} d ${hours % 24}:${clock}`;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, "0");
}
