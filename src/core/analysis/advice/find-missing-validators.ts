import { formatBytes } from "../../format/format-bytes.ts";
import { headerOf } from "../../wire/header-of.ts";
import { measureLoop } from "../polling/measure-loop.ts";
import { sum } from "../polling/statistics.ts";
import type { LoopRule } from "./advise-loops.ts";
import { nameFor, rowsOf } from "./loop-words.ts";

/** Fewer repeated bodies, or smaller ones, are not worth a header. */
const LEAST_REPEATED = 5;
const LEAST_BYTES = 4000;

/** The same body is sent again and again, although HTTP can say "as you have it" (RFC 9110 13). */
export const findMissingValidators: LoopRule = ({ loops }) =>
  loops.flatMap((loop) => {
    const same = loop.answers.filter(
      ({ empty, exchange }) => empty === "as last time" && exchange.method === "GET",
    );
    const bytes = sum(same.map(({ exchange }) => exchange.answerBytes ?? 0));
    if (same.length < LEAST_REPEATED || bytes < LEAST_BYTES) return [];
    const { requests, looked } = measureLoop(loop);
    const among = looked < requests ? ` among its last ${looked} requests` : "";
    const isIgnored = same.some(({ exchange }) => headerOf(exchange.answerHeaders, "etag") !== null);
    return [
      {
        rule: "polling-without-validators",
        severity: "info",
        title: `${nameFor(loop)} was sent the same answer again ${same.length} times${among}, ${formatBytes(bytes)} in all`,
        why: isIgnored
          ? "The answers have an ETag, but the requests do not send it back in If-None-Match: a cache-buster in the URL or Cache-Control: no-store keeps the browser from it. With it the answer would be 304, without a body."
          : "With an ETag (RFC 9110 8.8.3) the browser asks with If-None-Match, and the server can answer 304 without a body.",
        connection: loop.exchanges[0]?.connection ?? null,
        numbers: [
          ["repeated answers", String(same.length)],
          [looked < requests ? "of its last requests" : "of all requests", String(looked)],
          ["bytes of their bodies", formatBytes(bytes)],
        ],
        rows: rowsOf({ exchanges: same.map(({ exchange }) => exchange) }),
      },
    ];
  });
