import type { EpochMs } from "../units.ts";

/** The local time of day to the millisecond: `12:04:03.117`. Fractions are cut, so that rows never run ahead. */
export function formatTime(at: EpochMs): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "–";
  return `${timeOfDay(date)}.${pad(date.getMilliseconds(), 3)}`;
}

/** The local date and time to the microsecond: `2026-03-01 12:04:03.117482`. */
export function formatExactTime(at: EpochMs): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "–";
  // A double holds epoch milliseconds to about a quarter of a microsecond.
  const micros = Math.min(999, Math.round((at - Math.floor(at)) * 1000));
  return `${dayOf(date)} ${formatTime(at)}${pad(micros, 3)}`;
}

/** The local date and time to the second, for lists: `2026-03-01 12:04:03`. */
export function formatDateTime(at: EpochMs): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "–";
  return `${dayOf(date)} ${timeOfDay(date)}`;
}

function timeOfDay(date: Date): string {
  return `${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}`;
}

function dayOf(date: Date): string {
  return `${date.getFullYear()}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, "0");
}
