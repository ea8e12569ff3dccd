import { formatShortUrl } from "../../format/format-url.ts";
import { MOST_ROWS } from "../findings/evidence.ts";
import type { Loop } from "../polling/loop.ts";

/** A loop in a sentence: `GET /api/new`. */
export function nameFor({ method, url, name }: Loop): string {
  const path = /^[a-z]+:\/\/[^/]*(\/[^?]*)/i.exec(url)?.[1] ?? formatShortUrl(url);
  const short = path.length > 80 ? `${path.slice(0, 80)}…` : path;
  return name === null ? `${method} ${short}` : `${method} ${short} (${name})`;
}

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** The rows of a loop's requests that prove what is said of it. */
export function rowsOf({ exchanges }: Pick<Loop, "exchanges">): number[] {
  return exchanges.slice(0, MOST_ROWS).map(({ row }) => row);
}
