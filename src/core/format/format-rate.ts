import { numberFormat } from "../text/language.ts";

/** How often something happens, a second or, where that is seldom, a minute or an hour: `20/s`, `1.5/s`, `4/min`, `2/h`; "–" is not known. */
export function formatRate(perSecond: number | null): string {
  if (perSecond === null || !Number.isFinite(perSecond)) return "–";
  if (perSecond === 0) return "0/s";
  if (perSecond >= 0.5) return `${number(perSecond)}/s`;
  if (perSecond * 60 >= 0.5) return `${number(perSecond * 60)}/min`;
  return `${number(perSecond * 3600)}/h`;
}

/** A rate a second, without its unit. */
export function formatPerSecond(rate: number): string {
  return number(rate);
}

const counts = numberFormat({ maximumSignificantDigits: 3 });
const small = numberFormat({ maximumSignificantDigits: 2 });

function number(value: number): string {
  return value >= 100 ? counts(value) : small(value);
}
