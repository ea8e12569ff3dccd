import { say, sayCount } from "../../text/say.ts";
import type { Bytes, Milliseconds } from "../../units.ts";
import type { Exchange } from "../polling/exchange.ts";
import type { Loop } from "../polling/loop.ts";
import type { LoopSums } from "../polling/loop-sums.ts";
import { measureExchange } from "../polling/measure-exchange.ts";
import { type LoopFacts, measureLoop, sumLoop } from "../polling/measure-loop.ts";
import { median, sum } from "../polling/statistics.ts";
import { frameHeaderBytes } from "./frame-bytes.ts";
import { bytesOf, H2_FRAME_BYTES } from "./header-bytes.ts";
import { WEBSOCKET_REQUEST_LINES, WEBSOCKET_RESPONSE } from "./websocket-handshake.ts";

export type Transport = "HTTP/1.1" | "HTTP/2" | "long polling" | "Server-Sent Events" | "WebSocket";

/** One part of what a transport costs, with how it was counted. */
export interface CostLine {
  readonly what: string;
  readonly bytes: Bytes;
  readonly how: string;
}

type Told = "exactly" | "at-least" | "about";

/** What the news of a loop cost, or would have cost, over one transport, for as long as the loop was watched. */
export interface TransportCost {
  readonly transport: Transport;
  readonly bytes: Bytes;
  /** Requests and answers, events or frames. */
  readonly messages: number;
  /** How long news waits for the transport, beside the network's own way. Null where nothing was new. */
  readonly delay: { readonly averageMs: Milliseconds; readonly worstMs: Milliseconds } | null;
  /** "at-least" where the browser did not tell all of what was counted, "about" where some is an estimate; the lines say what. */
  readonly told: Told;
  readonly lines: readonly CostLine[];
}

/** A held request is answered after this at the latest: proxies close what is silent for longer (nginx, many balancers: 60 s). */
const HOLD_MS: Milliseconds = 30_000;
/** A comment so often keeps a stream open; WHATWG HTML 9.2.7 advises about 15 s. */
const COMMENT_MS: Milliseconds = 15_000;
const COMMENT_BYTES: Bytes = bytesOf(":\n\n");
/** A Ping so often keeps a socket open, and is answered by a Pong. */
const PING_MS: Milliseconds = 30_000;

const AT_ONCE = { averageMs: 0, worstMs: 0 };

/** Compares what a loop's news costs over each transport; the loop's own is among them. */
export function compareTransports(loop: Loop): TransportCost[] {
  const measured = measureLoop(loop);
  // Answers that were not recorded may each have told something.
  const facts = { ...measured, full: measured.full + measured.unseen };
  const sums = sumLoop(loop);
  const delay = facts.full === 0 ? null : AT_ONCE;
  return [
    http1(loop, facts),
    http2(facts, sums),
    ...(loop.kind === "long" ? [] : [longPolling(loop, facts, sums, delay)]),
    serverSentEvents(loop, facts, sums, delay),
    webSocket(loop, facts, sums, delay),
  ];
}

function http1({ kind }: Loop, facts: LoopFacts): TransportCost {
  const { requests, staleness, unknownBodies, unframedBodies, partHeaders } = facts;
  const isLess = unknownBodies + unframedBodies + partHeaders > 0;
  return toCost("HTTP/1.1", 2 * requests, staleness, isLess ? "at-least" : "exactly", [
    {
      what: say("requestHeadersWord"),
      bytes: facts.sentHeaders,
      how: [
        kind === "long" ? say("heldRequestLines", { requests }) : say("requestLines", { requests }),
        ...(partHeaders > 0 ? [say("partHeaders", { count: partHeaders })] : []),
      ].join("; "),
    },
    { what: say("requestBodies"), bytes: facts.sentBodies, how: say("asTheyWereRecorded") },
    { what: say("answersHeaders"), bytes: facts.receivedHeaders, how: say("eachHeaderLineAsIt") },
    { what: say("answersBodies"), bytes: facts.receivedBodies, how: howBodies(facts) },
  ]);
}

function howBodies({ unknownBodies, unframedBodies }: LoopFacts): string {
  const left = [
    ...(unknownBodies > 0 ? [say("ofTheSizeIsNot", { unknownbodies: unknownBodies })] : []),
    ...(unframedBodies > 0 ? [say("inChunksWithoutWhatThe", { unframedbodies: unframedBodies })] : []),
  ];
  return left.length === 0 ? say("asTheyCameWord") : say("asTheyCame", { left: left.join("; ") });
}

function http2(facts: LoopFacts, sums: LoopSums): TransportCost {
  return toCost("HTTP/2", 2 * facts.requests, facts.staleness, "about", [
    {
      what: say("requestHeadersWord"),
      bytes: sums.packedSent,
      how: say("estimatedHpackSendsAHeader"),
    },
    { what: say("requestBodies"), bytes: facts.sentBodies, how: say("asTheyWereRecorded") },
    { what: say("answersHeaders"), bytes: sums.packedReceived, how: say("estimatedInTheSameWay") },
    { what: say("answersBodies"), bytes: facts.receivedBodies, how: say("asTheyCameWord") },
    {
      what: say("frames"),
      bytes: sums.h2Frames * H2_FRAME_BYTES,
      how: say("framesOf9BytesEach", { h2frames: sums.h2Frames }),
    },
  ]);
}

function howNews(how: string, unseen: number): string {
  return unseen === 0 ? how : `${how}; ${sayCount("unrecordedAsNews", unseen)}`;
}

function longPolling(
  { exchanges }: Loop,
  { full, unseen, startedAt, endedAt }: LoopFacts,
  { newsBodies }: LoopSums,
  delay: TransportCost["delay"],
): TransportCost {
  const timeouts = Math.max(0, Math.ceil((endedAt - startedAt) / HOLD_MS) - full);
  const requests = full + timeouts;
  const lines = [
    {
      what: say("headersWord"),
      bytes: Math.round(requests * median(exchanges.map(headsOf))),
      how: say("oneRequestForEachNews"),
    },
    {
      what: say("answersBodies"),
      bytes: newsBodies,
      how: howNews(sayCount("thatToldSomething", full), unseen),
    },
  ];
  return toCost("long polling", 2 * requests, delay, "about", lines);
}

function serverSentEvents(
  { exchanges }: Loop,
  { full, unseen, startedAt, endedAt }: LoopFacts,
  { newsPayloads, newsEventBytes }: LoopSums,
  delay: TransportCost["delay"],
): TransportCost {
  const comments = Math.floor((endedAt - startedAt) / COMMENT_MS);
  return toCost("Server-Sent Events", full + comments + 1, delay, "about", [
    {
      what: say("oneRequest"),
      bytes: Math.round(median(exchanges.map(headsOf))),
      how: say("theHeadersOfOneRequest"),
    },
    {
      what: say("payloads"),
      bytes: newsPayloads,
      how: howNews(sayCount("eventsUncompressed", full), unseen),
    },
    {
      what: say("framing"),
      bytes: newsEventBytes,
      how: say("dataBeforeEachLineAnd"),
    },
    {
      what: say("keepAlive"),
      bytes: comments * (COMMENT_BYTES + H2_FRAME_BYTES),
      how: say("aCommentEach15S"),
    },
  ]);
}

function webSocket(
  { exchanges }: Loop,
  { full, unseen, startedAt, endedAt }: LoopFacts,
  { newsPayloads, newsFrameBytes, newsLarge }: LoopSums,
  delay: TransportCost["delay"],
): TransportCost {
  const first = exchanges[0] as Exchange;
  const handshake =
    measureExchange({ ...first, cached: false }).sentHeaders +
    bytesOf(WEBSOCKET_REQUEST_LINES) +
    bytesOf(WEBSOCKET_RESPONSE);
  const pings = Math.floor((endedAt - startedAt) / PING_MS);
  return toCost("WebSocket", full + 2 * pings + 2, delay, "about", [
    {
      what: say("handshakeWord"),
      bytes: handshake,
      how: say("theRequestsHeadersWithThose"),
    },
    {
      what: say("payloads"),
      bytes: newsPayloads,
      how: howNews(sayCount("messagesUncompressed", full), unseen),
    },
    {
      what: say("frameHeaders"),
      bytes: newsFrameBytes,
      how: say("frameHeaderSizes", { newslarge: newsLarge === 0 ? "" : say("atLeastSinceLargeMessages") }),
    },
    {
      what: say("keepAlive"),
      bytes: pings * (frameHeaderBytes(0, false) + frameHeaderBytes(0, true)),
      how: say("aPingAndItsMasked"),
    },
  ]);
}

function toCost(
  transport: Transport,
  messages: number,
  delay: TransportCost["delay"],
  told: Told,
  lines: CostLine[],
): TransportCost {
  const some = lines.filter(({ bytes }) => bytes > 0);
  return { transport, bytes: sum(some.map(({ bytes }) => bytes)), messages, delay, told, lines: some };
}

function headsOf(it: Exchange): Bytes {
  const { sentHeaders, sentBody, receivedHeaders } = measureExchange(it);
  return sentHeaders + sentBody + receivedHeaders;
}
