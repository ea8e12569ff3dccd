import { numberFormat } from "../text/language.ts";
import type { Bytes } from "../units.ts";

/** Decimal units, as the network panels of both browsers write them. */
const UNITS = ["B", "kB", "MB", "GB", "TB"];

const whole = numberFormat({ maximumFractionDigits: 0, useGrouping: false });
const tenths = numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false });

/** A size with three significant digits: `182 B`, `1.2 kB`, `14.2 MB`. */
export function formatBytes(bytes: Bytes): string {
  let value = bytes;
  let unit = 0;
  // 999.5 is the first value that would be written as 1000 of the smaller unit.
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${digits === 0 ? whole(value) : tenths(value)} ${UNITS[unit]}`;
}

/** A cap, which is a power of two: `64 MiB`; also where a text was cut a few bytes before it, between two characters. */
export function formatCap(bytes: Bytes): string {
  const mebibytes = Math.round(bytes / 1024 ** 2);
  const isCap = mebibytes > 0 && Math.abs(mebibytes * 1024 ** 2 - bytes) < 4;
  return isCap ? `${mebibytes} MiB` : formatBytes(bytes);
}
