import type { Bytes, Milliseconds } from "../../units.ts";
import { headerOf } from "../../wire/header-of.ts";
import { bytesOf } from "../cost/header-bytes.ts";
import type { Exchange } from "./exchange.ts";
import type { Loop } from "./loop.ts";
import { addSums, type LoopSums, sumAnswers } from "./loop-sums.ts";
import { median } from "./statistics.ts";

/** What a loop took and what it brought. */
export interface LoopFacts
  extends Pick<
    LoopSums,
    | "requests"
    | "startedAt"
    | "endedAt"
    | "empty"
    | "failed"
    | "unseen"
    | "sentHeaders"
    | "sentBodies"
    | "receivedHeaders"
    | "receivedBodies"
    | "unknownBodies"
    | "unframedBodies"
    | "partHeaders"
    | "wastedBytes"
    | "onWireMs"
    | "strip"
  > {
  /** The last ones, by which its rhythm was found; of the others there are sums. */
  readonly looked: number;
  /** Among the answers that were seen; null where none was, or all failed. */
  readonly emptyShare: number | null;
  readonly full: number;
  readonly bytes: Bytes;
  /** Of the `Cookie` header, each time. */
  readonly cookieBytes: Bytes;
  /** The versions of HTTP that they were asked in, as the browser calls them; most often there is one. */
  readonly versions: readonly string[];
  /** How long news waited for the next request: half the span before it came on average, all of it at worst. Null without news. */
  readonly staleness: { readonly averageMs: Milliseconds; readonly worstMs: Milliseconds } | null;
  /** Fields that changed when something did, most often first. */
  readonly changed: readonly { readonly field: string; readonly times: number }[];
  /** How often each reason for emptiness was met. */
  readonly whys: readonly { readonly why: string; readonly times: number }[];
}

/** Loops are not changed, and are asked by several rules. */
const known = new WeakMap<Loop, LoopSums>();

/** What all requests of a loop add up to, also of those that are not kept. */
export function sumLoop(loop: Loop): LoopSums {
  const before = known.get(loop);
  if (before !== undefined) return before;
  const { before: earlier, answers } = loop;
  const own = sumAnswers(answers, earlier?.last ?? null, loop);
  const sums = earlier === null ? own : answers.length === 0 ? earlier.sums : addSums(earlier.sums, own);
  known.set(loop, sums);
  return sums;
}

/** Measures a loop from its own requests. */
export function measureLoop(loop: Loop): LoopFacts {
  const { exchanges, kind } = loop;
  const sums = sumLoop(loop);
  const { requests, failed, empty, sentHeaders, sentBodies, receivedHeaders, receivedBodies, late } = sums;
  const seen = requests - failed - sums.unseen;
  return {
    requests,
    looked: loop.answers.length,
    startedAt: sums.startedAt,
    endedAt: sums.endedAt,
    emptyShare: seen === 0 ? null : empty / seen,
    full: seen - empty,
    empty,
    unseen: sums.unseen,
    failed,
    bytes: sentHeaders + sentBodies + receivedHeaders + receivedBodies,
    sentHeaders,
    sentBodies,
    receivedHeaders,
    receivedBodies,
    unknownBodies: sums.unknownBodies,
    unframedBodies: sums.unframedBodies,
    partHeaders: sums.partHeaders,
    wastedBytes: sums.wastedBytes,
    onWireMs: sums.onWireMs,
    cookieBytes: median(exchanges.map(cookieBytes)),
    versions: [...new Set(exchanges.map(({ httpVersion }) => httpVersion).filter((it) => it !== ""))],
    // A held answer comes when there is news; what is left is its way.
    staleness:
      kind === "long"
        ? { averageMs: 0, worstMs: 0 }
        : late === 0
          ? null
          : { averageMs: sums.lateMs / late / 2, worstMs: sums.worstLateMs },
    changed: mostFirst(sums.changed).map(([field, times]) => ({ field, times })),
    whys: mostFirst(sums.whys).map(([why, times]) => ({ why, times })),
    strip: sums.strip,
  };
}

function cookieBytes({ requestHeaders }: Exchange): Bytes {
  const cookie = headerOf(requestHeaders, "cookie");
  return cookie === null ? 0 : bytesOf(cookie);
}

function mostFirst(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 30);
}
