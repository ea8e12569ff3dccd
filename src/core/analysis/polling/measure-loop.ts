import type { Bytes, EpochMs, Milliseconds } from "../../units.ts";
import { headerOf } from "../../wire/header-of.ts";
import { bytesOf, requestHeadBytes, responseHeadBytes } from "../cost/header-bytes.ts";
import type { Exchange } from "./exchange.ts";
import type { Loop } from "./loop.ts";
import { largest, median, sum } from "./statistics.ts";

/** What one exchange took on the wire, headers as HTTP/1.1 writes them. */
export interface ExchangeBytes {
  readonly sentHeaders: Bytes;
  readonly sentBody: Bytes;
  readonly receivedHeaders: Bytes;
  /** As it came over the wire; where that was not recorded 0, and `known` is false. */
  readonly receivedBody: Bytes;
  readonly known: boolean;
}

/** A piece of a loop's life, for its strip. */
export interface StripPiece {
  readonly at: EpochMs;
  readonly endAt: EpochMs;
  readonly what: "full" | "empty" | "failed";
}

/** What a loop took and what it brought. */
export interface LoopFacts {
  readonly requests: number;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  /** Null where all failed. */
  readonly emptyShare: number | null;
  readonly full: number;
  readonly empty: number;
  readonly failed: number;
  readonly bytes: Bytes;
  readonly sentHeaders: Bytes;
  readonly sentBodies: Bytes;
  readonly receivedHeaders: Bytes;
  readonly receivedBodies: Bytes;
  /** Answers whose size was not recorded; their bodies are not in the sums. */
  readonly unknownBodies: number;
  /** Of the bytes, those of requests whose answer told nothing. */
  readonly wastedBytes: Bytes;
  readonly onWireMs: Milliseconds;
  /** Of the `Cookie` header, each time. */
  readonly cookieBytes: Bytes;
  /** How long news waited for the next request: half the span before it came on average, all of it at worst. Null without news. */
  readonly staleness: { readonly averageMs: Milliseconds; readonly worstMs: Milliseconds } | null;
  /** Fields that changed when something did, most often first. */
  readonly changed: readonly { readonly field: string; readonly times: number }[];
  /** How often each reason for emptiness was met. */
  readonly whys: readonly { readonly why: string; readonly times: number }[];
  readonly strip: readonly StripPiece[];
}

/** Measures a loop from its own requests. */
export function measureLoop({ exchanges, answers, kind, askers, rhythm }: Loop): LoopFacts {
  const sizes = exchanges.map(measureExchange);
  const total = (field: Exclude<keyof ExchangeBytes, "known">) => sum(sizes.map((it) => it[field]));
  const failed = answers.filter((it) => it.failed).length;
  const empty = answers.filter((it) => it.empty !== null).length;
  const parts = {
    sentHeaders: total("sentHeaders"),
    sentBodies: total("sentBody"),
    receivedHeaders: total("receivedHeaders"),
    receivedBodies: total("receivedBody"),
  };
  const answered = exchanges.length - failed;
  return {
    requests: exchanges.length,
    startedAt: exchanges[0]?.at ?? 0,
    endedAt: Math.max(...exchanges.slice(-20).map(({ endAt }) => endAt)),
    emptyShare: answered === 0 ? null : empty / answered,
    full: answered - empty,
    empty,
    failed,
    bytes: sum(Object.values(parts)),
    ...parts,
    unknownBodies: sizes.filter(({ known }) => !known).length,
    wastedBytes: sum(sizes.map((it, index) => (answers[index]?.empty === null ? 0 : bytesIn(it)))),
    onWireMs: sum(exchanges.map(({ at, endAt }) => endAt - at)),
    cookieBytes: median(exchanges.map(cookieBytes)),
    staleness:
      kind === "long"
        ? heldStaleness(answers.length)
        : stalenessOf(answers, askers > 1 ? rhythm.intervalMs : null),
    changed: countAll(answers.flatMap((it) => it.changed ?? [])).map(([field, times]) => ({ field, times })),
    whys: countAll(answers.flatMap((it) => it.empty ?? [])).map(([why, times]) => ({ why, times })),
    strip: answers.map(({ exchange, empty: why, failed: isFailed }) => {
      const what = isFailed ? "failed" : why === null ? "full" : "empty";
      return { at: exchange.at, endAt: exchange.endAt, what };
    }),
  };
}

/** Measures one exchange. Of a cached answer nothing was on the wire. */
export function measureExchange(it: Exchange): ExchangeBytes {
  if (it.cached) return { sentHeaders: 0, sentBody: 0, receivedHeaders: 0, receivedBody: 0, known: true };
  const { status, statusText } = it;
  const hasBody = it.method !== "HEAD" && status !== 204 && status !== 304 && status !== 0;
  return {
    sentHeaders: requestHeadBytes({ method: it.method, url: it.url, headers: it.requestHeaders }),
    sentBody: it.bodyBytes,
    receivedHeaders: status === 0 ? 0 : responseHeadBytes({ status, statusText, headers: it.answerHeaders }),
    receivedBody: hasBody ? (it.answerBytes ?? 0) : 0,
    known: !hasBody || it.answerBytes !== null,
  };
}

export function bytesIn({ sentHeaders, sentBody, receivedHeaders, receivedBody }: ExchangeBytes): Bytes {
  return sentHeaders + sentBody + receivedHeaders + receivedBody;
}

function cookieBytes({ requestHeaders }: Exchange): Bytes {
  const cookie = headerOf(requestHeaders, "cookie");
  return cookie === null ? 0 : bytesOf(cookie);
}

/** A held answer comes when there is news; what is left is its way. */
function heldStaleness(answers: number): LoopFacts["staleness"] {
  return answers === 0 ? null : { averageMs: 0, worstMs: 0 };
}

/** Where several ask by turns, the request before was another's: each waits for its own interval. */
function stalenessOf(answers: Loop["answers"], interval: Milliseconds | null): LoopFacts["staleness"] {
  const waits: number[] = [];
  for (const [index, { empty, failed, exchange }] of answers.entries()) {
    const before = answers[index - 1]?.exchange;
    if (before === undefined || empty !== null || failed) continue;
    waits.push(interval ?? exchange.at - before.at);
  }
  if (waits.length === 0) return null;
  return { averageMs: sum(waits) / waits.length / 2, worstMs: largest(waits) };
}

function countAll(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const it of values) counts.set(it, (counts.get(it) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 30);
}
