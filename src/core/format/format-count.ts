import { numberFormat } from "../text/language.ts";

const counts = numberFormat({ maximumFractionDigits: 0 });

/** A whole number with its thousands apart: `88,310`. */
export function formatCount(count: number): string {
  return counts(count);
}
