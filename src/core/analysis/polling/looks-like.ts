import type { EpochMs, Milliseconds } from "../../units.ts";

const HOUR_MS = 3_600_000;
/** A value is a time of its request's when it is no more than this away: spans of dashboards reach back so far. */
const MAX_AWAY_MS = 8 * 24 * HOUR_MS;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/;

/** The moment that a value names, if it is one near to `near`: epoch seconds, milliseconds, microseconds, or ISO 8601; else null. */
export function timeIn(value: string, near: EpochMs): EpochMs | null {
  const at = readTime(value);
  return at !== null && Math.abs(at - near) <= MAX_AWAY_MS ? at : null;
}

function readTime(value: string): EpochMs | null {
  if (ISO_TIME.test(value)) {
    const at = Date.parse(value);
    return Number.isFinite(at) ? at : null;
  }
  if (!/^\d{10}(\.\d{1,9})?$|^\d{13}(\.\d{1,6})?$|^\d{16}$/.test(value)) return null;
  const digits = value.indexOf(".") < 0 ? value.length : value.indexOf(".");
  return Number(value) * (digits === 10 ? 1000 : digits === 13 ? 1 : 1e-3);
}

/** A cache-buster of the clock is made when the request is. */
const MAX_BUSTER_AWAY_MS = 24 * HOUR_MS;

/**
 * Whether a parameter without a value is a value without a name: a number (`?1700000000000`, `?0.1234567`), or the request's own time
 * in base 36 (`&mwrn12hz`, as MooTools writes it).
 */
export function isBareValue(name: string, value: string, at: EpochMs): boolean {
  if (value !== "") return false;
  if (/^[\d.]{6,}$/.test(name)) return true;
  return /^[0-9a-z]{8,9}$/.test(name) && Math.abs(Number.parseInt(name, 36) - at) <= MAX_BUSTER_AWAY_MS;
}

/**
 * Whether values go with the clock: each names a moment, and these moments move on as the requests' own times do.
 * Moments that stand still, or go back, are not of the clock.
 */
export function goWithClock(values: readonly string[], times: readonly EpochMs[]): boolean {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const [index, value] of values.entries()) {
    const at = timeIn(value, times[index] as number);
    if (at === null) return false;
    const away = at - (times[index] as number);
    lowest = Math.min(lowest, away);
    highest = Math.max(highest, away);
  }
  return highest - lowest <= steadiness(times);
}

/** Whether values are moments that stand still or come later, and never go back: that of the last news. */
export function goOnInTime(values: readonly string[], times: readonly EpochMs[]): boolean {
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, value] of values.entries()) {
    const at = timeIn(value, times[index] as number);
    if (at === null || at < last) return false;
    last = at;
  }
  return true;
}

/** Values of whole seconds, of minutes of a dashboard, or of a clock that is off: they keep their distance so far. */
function steadiness(times: readonly EpochMs[]): Milliseconds {
  const span = (times.at(-1) as number) - (times[0] as number);
  return Math.max(2000, Math.min(60_000, span / 4));
}

/** Whether a value looks as if chance had made it: a UUID, digits and letters mixed and long enough, or many digits. */
export function looksRandom(value: string): boolean {
  if (UUID.test(value)) return true;
  if (/^0\.\d{8,}$/.test(value)) return true;
  if (!/^[\w~.=+/-]{6,512}$/.test(value)) return false;
  if (/^[0-9a-f]{8,}$/i.test(value) && /\d/.test(value)) return true;
  if (/^[\d._-]{9,}$/.test(value)) return true;
  const digits = value.replace(/\D/g, "").length;
  const letters = value.replace(/[^a-z]/gi, "").length;
  return digits > 0 && letters > 0 && digits + letters >= 7;
}

/** Whether whole numbers never fall, and do rise. */
export function rise(values: readonly string[]): boolean {
  let last = Number.NEGATIVE_INFINITY;
  let rises = 0;
  for (const value of values) {
    if (!/^\d{1,15}$/.test(value)) return false;
    const number = Number(value);
    if (number < last) return false;
    if (number > last) rises += 1;
    last = number;
  }
  return rises > 1;
}

/** Most steps of a count are by one; others are where a page was loaded again. */
const COUNTED = 0.8;

/** Whether whole numbers go up by one, and may begin again now and then. */
export function countUp(values: readonly string[]): boolean {
  if (!values.every((it) => /^\d{1,15}$/.test(it))) return false;
  const steps = values.slice(1).filter((it, index) => Number(it) === Number(values[index]) + 1).length;
  return steps >= COUNTED * (values.length - 1);
}
