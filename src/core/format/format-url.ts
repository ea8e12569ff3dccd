import { say } from "../text/say.ts";
/** A URL in the parts that a narrow list shows. */
export interface UrlParts {
  /** What tells connections of one host apart. */
  readonly path: string;
  /** With its question mark; empty where there is none. */
  readonly query: string;
  readonly host: string;
}

/** Parts a URL; what is not one is all path. */
export function splitUrl(url: string): UrlParts {
  if (url === "") return { path: say("openedUnseen"), query: "", host: "" };
  if (!URL.canParse(url)) return { path: url, query: "", host: "" };
  const { host, pathname, search, protocol } = new URL(url);
  if (host === "") return { path: url, query: "", host: protocol.slice(0, -1) };
  return { path: pathname, query: search, host };
}

/** A query of several parameters with the beginnings of long values, so that a narrow list has room for those behind them. */
export function shortenQuery(query: string): string {
  return query.includes("&") ? query.replace(/=([^&]{7})[^&]{4,}/g, "=$1…") : query;
}

/** The shortest name that still says which connection it is: the path without its query, or the host. */
export function formatShortUrl(url: string): string {
  const { path, host } = splitUrl(url);
  return path === "/" || path === "" ? host || path : path;
}

/** A page's or frame's origin without the scheme that nearly all have: `shop.example`. */
export function formatOrigin(origin: string | null): string {
  if (origin === null || origin === "") return say("pageNotKnown");
  if (origin === "null") return say("opaqueOrigin");
  return origin.replace(/^https?:\/\//, "");
}
