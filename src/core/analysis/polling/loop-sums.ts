import type { Bytes, EpochMs, Milliseconds } from "../../units.ts";
import { estimateHpack } from "../cost/estimate-hpack.ts";
import { frameHeaderBytes, messageWireBytes } from "../cost/frame-bytes.ts";
import { eventFramingBytes, h2FramesOf, payloadBytes } from "../cost/news-bytes.ts";
import type { Exchange } from "./exchange.ts";
import type { JudgedAnswer } from "./judge-answers.ts";
import type { Loop } from "./loop.ts";
import { bytesIn, measureExchange } from "./measure-exchange.ts";

/** A piece of a loop's life, for its strip. */
export interface StripPiece {
  readonly at: EpochMs;
  readonly endAt: EpochMs;
  readonly what: "full" | "empty" | "failed" | "unseen";
}

/** What some requests of a loop add up to; two sums of one loop can be added, so that requests need not be kept. */
export interface LoopSums {
  readonly requests: number;
  readonly failed: number;
  readonly empty: number;
  /** Answers without a recorded body: what they told is not known, and they are counted as news in what transports cost. */
  readonly unseen: number;
  readonly sentHeaders: Bytes;
  readonly sentBodies: Bytes;
  readonly receivedHeaders: Bytes;
  readonly receivedBodies: Bytes;
  /** Answers whose size was not recorded; their bodies are not in the sums. */
  readonly unknownBodies: number;
  /** Those of chunks, whose framing is not in the sums. */
  readonly unframedBodies: number;
  /** Requests of whose headers the browser told some only; the others are not in the sums. */
  readonly partHeaders: number;
  /** Of requests whose answer told nothing. */
  readonly wastedBytes: Bytes;
  readonly onWireMs: Milliseconds;
  /** HTTP/2's headers, estimated, and its frames. */
  readonly packedSent: Bytes;
  readonly packedReceived: Bytes;
  readonly h2Frames: number;
  /** Of the answers that told something: their bodies as they came, and what they would be as events and messages. */
  readonly newsBodies: Bytes;
  readonly newsPayloads: Bytes;
  readonly newsEventBytes: Bytes;
  readonly newsFrameBytes: Bytes;
  /** Messages above 16 KiB that may be several frames. */
  readonly newsLarge: number;
  /** How long those waited for their request at worst, added up; `late` of them have a request before. */
  readonly late: number;
  readonly lateMs: Milliseconds;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  readonly worstLateMs: Milliseconds;
  readonly whys: ReadonlyMap<string, number>;
  readonly changed: ReadonlyMap<string, number>;
  readonly strip: readonly StripPiece[];
}

/** So many pieces of a strip are told apart: no screen has as many columns. */
const MOST_PIECES = 4000;
/** So many fields that changed are counted. */
const MOST_FIELDS = 200;

type SumOf = {
  [K in keyof LoopSums]: LoopSums[K] extends number ? K : never;
}[keyof LoopSums];

const ADDED = [
  "requests",
  "failed",
  "empty",
  "unseen",
  "sentHeaders",
  "sentBodies",
  "receivedHeaders",
  "receivedBodies",
  "unknownBodies",
  "unframedBodies",
  "partHeaders",
  "wastedBytes",
  "onWireMs",
  "packedSent",
  "packedReceived",
  "h2Frames",
  "newsBodies",
  "newsPayloads",
  "newsEventBytes",
  "newsFrameBytes",
  "newsLarge",
  "late",
  "lateMs",
] as const satisfies readonly SumOf[];

/** Adds up answers of a loop in order of time; `last` is the exchange before the first of them. */
export function sumAnswers(
  answers: readonly JudgedAnswer[],
  last: Exchange | null,
  { askers, rhythm }: Pick<Loop, "askers" | "rhythm">,
): LoopSums {
  const sums = Object.fromEntries(ADDED.map((it) => [it, 0])) as Record<(typeof ADDED)[number], number>;
  const whys = new Map<string, number>();
  const changed = new Map<string, number>();
  const strip: StripPiece[] = [];
  let worstLateMs = 0;
  let endedAt = 0;
  let before = last;
  for (const { exchange, empty, failed, changed: fields, unseen } of answers) {
    const { at, endAt } = exchange;
    const size = measureExchange(exchange);
    sums.requests += 1;
    sums.sentHeaders += size.sentHeaders;
    sums.sentBodies += size.sentBody;
    sums.receivedHeaders += size.receivedHeaders;
    sums.receivedBodies += size.receivedBody;
    sums.unknownBodies += size.known === "no" ? 1 : 0;
    sums.unframedBodies += size.known === "without framing" ? 1 : 0;
    sums.partHeaders += size.allHeaders ? 0 : 1;
    sums.onWireMs += endAt - at;
    sums.h2Frames += h2FramesOf(size);
    endedAt = Math.max(endedAt, endAt);
    if (unseen) sums.unseen += 1;
    if (failed) sums.failed += 1;
    else if (empty !== null) {
      sums.empty += 1;
      count(whys, empty);
    } else {
      const payload = payloadBytes(exchange);
      sums.newsBodies += size.receivedBody;
      sums.newsPayloads += payload;
      sums.newsEventBytes += eventFramingBytes(exchange);
      sums.newsFrameBytes += frameHeaderBytes(payload, false);
      sums.newsLarge += messageWireBytes(payload, false).exact ? 0 : 1;
      if (before !== null && !unseen) {
        // Where several ask by turns, the request before was another's: each waits for its own interval.
        const waited = askers > 1 ? rhythm.intervalMs : at - before.at;
        sums.late += 1;
        sums.lateMs += waited;
        worstLateMs = Math.max(worstLateMs, waited);
      }
    }
    if (empty !== null) sums.wastedBytes += bytesIn(size);
    for (const field of fields ?? []) {
      if (changed.size < MOST_FIELDS || changed.has(field)) count(changed, field);
    }
    strip.push({
      at,
      endAt,
      what: failed ? "failed" : unseen ? "unseen" : empty === null ? "full" : "empty",
    });
    before = exchange;
  }
  const exchanges = answers.map(({ exchange }) => exchange);
  sums.packedSent = estimateHpack(
    exchanges.map((it) => it.requestHeaders),
    last?.requestHeaders,
  );
  sums.packedReceived = estimateHpack(
    exchanges.map((it) => it.answerHeaders),
    last?.answerHeaders,
  );
  return {
    ...sums,
    startedAt: exchanges[0]?.at ?? 0,
    endedAt,
    worstLateMs,
    whys,
    changed,
    strip: thin(strip),
  };
}

/** Adds two sums of one loop, the earlier one first. */
export function addSums(a: LoopSums, b: LoopSums): LoopSums {
  const sums = Object.fromEntries(ADDED.map((it) => [it, a[it] + b[it]])) as Record<
    (typeof ADDED)[number],
    number
  >;
  return {
    ...sums,
    startedAt: Math.min(a.startedAt, b.startedAt),
    endedAt: Math.max(a.endedAt, b.endedAt),
    worstLateMs: Math.max(a.worstLateMs, b.worstLateMs),
    whys: addCounts(a.whys, b.whys, Number.POSITIVE_INFINITY),
    changed: addCounts(a.changed, b.changed, MOST_FIELDS),
    strip: thin(a.strip.length === 0 ? b.strip : [...a.strip, ...b.strip].sort((x, y) => x.at - y.at)),
  };
}

function addCounts(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
  most: number,
): Map<string, number> {
  const all = new Map(a);
  for (const [key, times] of b) {
    if (all.size < most || all.has(key)) all.set(key, (all.get(key) ?? 0) + times);
  }
  return all;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Neighbours that told alike become one piece; where they take turns, what told nothing between two others is left out. */
function thin(strip: readonly StripPiece[]): readonly StripPiece[] {
  let pieces = strip;
  while (pieces.length > MOST_PIECES) {
    const fewer: StripPiece[] = [];
    for (const it of pieces) {
      const last = fewer.at(-1);
      const isOdd = fewer.length % 2 === 1;
      if (last?.what === it.what && isOdd) fewer[fewer.length - 1] = { ...last, endAt: it.endAt };
      else fewer.push(it);
    }
    const isStuck = fewer.length > 0.9 * pieces.length;
    pieces = isStuck ? fewer.filter(({ what }, index) => what !== "empty" || index % 4 !== 0) : fewer;
    if (isStuck && pieces.length === fewer.length) pieces = pieces.filter((_, index) => index % 2 === 0);
  }
  return pieces;
}
