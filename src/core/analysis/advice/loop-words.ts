import { formatShortUrl } from "../../format/format-url.ts";
import { MOST_ROWS } from "../findings/evidence.ts";
import type { Loop } from "../polling/loop.ts";

/** A loop in a sentence: `GET /api/new`. */
export function nameFor({ method, url, name, apart }: Loop): string {
  const path = /^[a-z]+:\/\/[^/]*(\/[^?]*)/i.exec(url)?.[1] ?? formatShortUrl(url);
  // Where a path begins is as often the same as where it ends is its own.
  const short = path.length > 80 ? `${path.slice(0, 40)}…${path.slice(-40)}` : path;
  const called = name ?? apart;
  return called === null ? `${method} ${short}` : `${method} ${short} (${called})`;
}

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** The rows of a loop's requests that prove what is said of it. */
export function rowsOf({ exchanges }: Pick<Loop, "exchanges">): number[] {
  return exchanges.slice(0, MOST_ROWS).map(({ row }) => row);
}
