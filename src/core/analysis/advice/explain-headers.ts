import { type PlainKey, say } from "../../text/say.ts";
import type { HarHeader } from "../../wire/events.ts";

/** A header of an answer, with what it does to polling and streams. */
export interface ExplainedHeader {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** By lower-case name, for any value or for those that match. */
const MEANINGS: readonly (readonly [name: string, value: RegExp | null, meaning: PlainKey])[] = [
  ["cache-control", /no-store/i, "nothingMayKeepItEach"],
  ["cache-control", /no-transform/i, "proxiesMayNotCompressIt"],
  ["cache-control", /no-cache/i, "cachesHaveToAskBefore"],
  ["cache-control", /max-age=[1-9]/i, "cachesMayAnswerForSo"],
  ["etag", null, "aRequestWithIfNone"],
  ["last-modified", null, "aRequestWithIfModified"],
  ["x-accel-buffering", /no/i, "nginxPassesEventsOnAt"],
  ["x-accel-buffering", /yes/i, "nginxGathersTheAnswerFirst"],
  ["content-encoding", null, "compressedFewerBytesAndEvents"],
  ["transfer-encoding", /chunked/i, "sentPieceByPieceWithout"],
  ["connection", /close/i, "theNextRequestNeedsA"],
  ["connection", /keep-alive/i, "theNextRequestUsesThe"],
  ["keep-alive", null, "howLongTheServerKeeps"],
  ["retry-after", null, "whenToComeBackIn"],
  ["strict-transport-security", null, "httpsFromNowOn"],
  ["access-control-allow-origin", null, "whichPagesOfOtherOrigins"],
  ["access-control-max-age", null, "forSoManySecondsNo"],
  ["alt-svc", null, "theServerAlsoSpeaksAnother"],
  ["set-cookie", null, "aCookieThatEachLater"],
  ["cf-ray", null, "itCameThroughCloudflareWhich"],
  ["cf-cache-status", /hit/i, "cloudflareAnsweredNotTheServer"],
  ["x-amz-cf-id", null, "itCameThroughCloudfrontWhich"],
  ["x-cache", /hit/i, "aCacheAnsweredNotThe"],
  ["x-served-by", null, "itCameThroughACdns"],
  ["age", null, "forSoManySecondsA"],
  ["via", null, "itCameThroughAProxy"],
  ["vary", /\*/, "noCacheCanEverUse"],
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
    return [{ name, value: shown, meaning: found.map(([, , meaning]) => say(meaning)).join("; ") }];
  });
}
