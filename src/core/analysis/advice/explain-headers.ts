import type { HarHeader } from "../../wire/events.ts";

/** A header of an answer, with what it does to polling and streams. */
export interface ExplainedHeader {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** By lower-case name, for any value or for those that match. */
const MEANINGS: readonly (readonly [name: string, value: RegExp | null, meaning: string])[] = [
  ["cache-control", /no-store/i, "nothing may keep it: each request gets all of it, and 304 cannot happen"],
  ["cache-control", /no-transform/i, "proxies may not compress it, which would hold a stream back"],
  [
    "cache-control",
    /no-cache/i,
    "caches have to ask before they use it: right for a stream, and lets 304 happen",
  ],
  [
    "cache-control",
    /max-age=[1-9]/i,
    "caches may answer for so many seconds: what is polled more often is old, or costs the server nothing",
  ],
  ["etag", null, "a request with If-None-Match can be answered 304, without a body"],
  ["last-modified", null, "a request with If-Modified-Since can be answered 304; to the second only"],
  ["x-accel-buffering", /no/i, "nginx passes events on at once"],
  ["x-accel-buffering", /yes/i, "nginx gathers the answer first, and holds events back"],
  [
    "content-encoding",
    null,
    "compressed: fewer bytes, and events of a stream wait until the compressor flushes",
  ],
  [
    "transfer-encoding",
    /chunked/i,
    "sent piece by piece, without a length: as a stream has to be in HTTP/1.1",
  ],
  ["connection", /close/i, "the next request needs a new connection, with its handshakes"],
  ["connection", /keep-alive/i, "the next request uses the same connection"],
  ["keep-alive", null, "how long the server keeps a connection without requests"],
  ["retry-after", null, "when to come back, in seconds or as a date; a loop has to heed it by itself"],
  ["strict-transport-security", null, "HTTPS from now on: the browser makes https and wss of http and ws"],
  ["access-control-allow-origin", null, "which pages of other origins may read the answer (CORS)"],
  ["access-control-max-age", null, "for so many seconds no preflight is needed before each request"],
  ["alt-svc", null, "the server also speaks another version of HTTP, mostly HTTP/3"],
  ["set-cookie", null, "a cookie that each later request carries, those of the loop too"],
  ["cf-ray", null, "it came through Cloudflare, which ends what is silent for 100 s"],
  ["cf-cache-status", /hit/i, "Cloudflare answered, not the server"],
  [
    "x-amz-cf-id",
    null,
    "it came through CloudFront, which ends what is silent for 30 s unless told otherwise",
  ],
  ["x-cache", /hit/i, "a cache answered, not the server"],
  ["x-served-by", null, "it came through a CDN's cache (Fastly, Varnish)"],
  ["age", null, "for so many seconds a cache has had it: news is at least so old"],
  ["via", null, "it came through a proxy, which may hold streams back"],
  ["vary", /\*/, "no cache can ever use it again"],
];

/** The headers of an answer that matter to real-time traffic, in their order, each with what it means. */
export function explainHeaders(headers: readonly HarHeader[]): ExplainedHeader[] {
  return headers.flatMap(({ name, value }) => {
    const lower = name.toLowerCase();
    const found = MEANINGS.filter(
      ([known, wanted]) => known === lower && (wanted === null || wanted.test(value)),
    );
    if (found.length === 0) return [];
    const shown = value.length > 200 ? `${value.slice(0, 200)}…` : value;
    return [{ name, value: shown, meaning: found.map(([, , meaning]) => meaning).join("; ") }];
  });
}
