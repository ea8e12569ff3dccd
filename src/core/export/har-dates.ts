import type { EpochMs } from "../units.ts";
import { numberOf } from "./checks.ts";

/** The largest time that a Date can hold (ECMA-262, "Time Values"). */
const MAX_DATE = 8.64e15;
/** A number above it is milliseconds: as seconds it would be the year 5138. */
const MAX_SECONDS = 1e11;

/** A time as HAR has it: ISO 8601 with milliseconds. What no calendar knows becomes the epoch. */
export function toIsoTime(at: EpochMs): string {
  return new Date(Math.abs(at) <= MAX_DATE ? at : 0).toISOString();
}

/** A time in a HAR, whichever way its writer wrote it (ISO 8601, epoch seconds or ms); null where it is none. */
export function parseHarTime(value: unknown): EpochMs | null {
  // A number as text first: for Date.parse "5" is a day in May.
  const number = numberOf(value);
  if (number === null) {
    const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
    return Number.isFinite(at) ? at : null;
  }
  if (Math.abs(number) > MAX_DATE) return null;
  if (Math.abs(number) > MAX_SECONDS) return number;
  // Seconds as a float hold about a quarter of a microsecond: whole microseconds undo the rounding.
  return Math.round(number * 1e6) / 1e3;
}
