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

/** What the news of a loop cost, or would have cost, over one transport, for as long as the loop was watched. */
export interface TransportCost {
  readonly transport: Transport;
  readonly bytes: Bytes;
  /** Requests and answers, events or frames. */
  readonly messages: number;
  /** How long news waits for the transport, beside the network's own way. Null where nothing was new. */
  readonly delay: { readonly averageMs: Milliseconds; readonly worstMs: Milliseconds } | null;
  /** Some of it is an estimate; the lines say what. */
  readonly estimated: boolean;
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
  const facts = measureLoop(loop);
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
  const held = kind === "long" ? "held requests" : "requests";
  const { requests, staleness, unknownBodies, unframedBodies } = facts;
  const isLess = unknownBodies + unframedBodies > 0;
  return toCost("HTTP/1.1", 2 * requests, staleness, isLess, [
    {
      what: "request headers",
      bytes: facts.sentHeaders,
      how: `${requests} ${held}, each header line as it was sent`,
    },
    { what: "request bodies", bytes: facts.sentBodies, how: "as they were recorded" },
    { what: "answers' headers", bytes: facts.receivedHeaders, how: "each header line as it came" },
    { what: "answers' bodies", bytes: facts.receivedBodies, how: howBodies(facts) },
  ]);
}

function howBodies({ unknownBodies, unframedBodies }: LoopFacts): string {
  const left = [
    ...(unknownBodies > 0 ? [`of ${unknownBodies} the size is not known`] : []),
    ...(unframedBodies > 0 ? [`${unframedBodies} in chunks, without what the chunks' own lines took`] : []),
  ];
  return left.length === 0 ? "as they came" : `as they came; ${left.join("; ")}`;
}

function http2(facts: LoopFacts, sums: LoopSums): TransportCost {
  return toCost("HTTP/2", 2 * facts.requests, facts.staleness, true, [
    {
      what: "request headers",
      bytes: sums.packedSent,
      how: "estimated: HPACK sends a header that is repeated as one byte",
    },
    { what: "request bodies", bytes: facts.sentBodies, how: "as they were recorded" },
    { what: "answers' headers", bytes: sums.packedReceived, how: "estimated in the same way" },
    { what: "answers' bodies", bytes: facts.receivedBodies, how: "as they came" },
    {
      what: "frames",
      bytes: sums.h2Frames * H2_FRAME_BYTES,
      how: `${sums.h2Frames} frames of 9 bytes each (RFC 9113 4.1)`,
    },
  ]);
}

function longPolling(
  { exchanges }: Loop,
  { full, startedAt, endedAt }: LoopFacts,
  { newsBodies }: LoopSums,
  delay: TransportCost["delay"],
): TransportCost {
  const timeouts = Math.max(0, Math.ceil((endedAt - startedAt) / HOLD_MS) - full);
  const requests = full + timeouts;
  const lines = [
    {
      what: "headers",
      bytes: Math.round(requests * median(exchanges.map(headsOf))),
      how: "one request for each news, and one each 30 s without",
    },
    { what: "answers' bodies", bytes: newsBodies, how: `${full} that told something` },
  ];
  return toCost("long polling", 2 * requests, delay, true, lines);
}

function serverSentEvents(
  { exchanges }: Loop,
  { full, startedAt, endedAt }: LoopFacts,
  { newsPayloads, newsEventBytes }: LoopSums,
  delay: TransportCost["delay"],
): TransportCost {
  const comments = Math.floor((endedAt - startedAt) / COMMENT_MS);
  return toCost("Server-Sent Events", full + comments + 1, delay, true, [
    {
      what: "one request",
      bytes: Math.round(median(exchanges.map(headsOf))),
      how: "the headers of one request and its answer, as they are now",
    },
    { what: "payloads", bytes: newsPayloads, how: `${full} events, uncompressed` },
    {
      what: "framing",
      bytes: newsEventBytes,
      how: '"data: " before each line and two line breaks, in an HTTP chunk or frame',
    },
    { what: "keep-alive", bytes: comments * (COMMENT_BYTES + H2_FRAME_BYTES), how: "a comment each 15 s" },
  ]);
}

function webSocket(
  { exchanges }: Loop,
  { full, startedAt, endedAt }: LoopFacts,
  { newsPayloads, newsFrameBytes, newsLarge }: LoopSums,
  delay: TransportCost["delay"],
): TransportCost {
  const first = exchanges[0] as Exchange;
  const handshake =
    measureExchange({ ...first, cached: false }).sentHeaders +
    bytesOf(WEBSOCKET_REQUEST_LINES) +
    bytesOf(WEBSOCKET_RESPONSE);
  const pings = Math.floor((endedAt - startedAt) / PING_MS);
  return toCost("WebSocket", full + 2 * pings + 2, delay, true, [
    {
      what: "handshake",
      bytes: handshake,
      how: "the request's headers with those of RFC 6455, and the answer 101",
    },
    { what: "payloads", bytes: newsPayloads, how: `${full} messages, uncompressed` },
    {
      what: "frame headers",
      bytes: newsFrameBytes,
      how: `2, 4 or 10 bytes each by size (RFC 6455 5.2)${newsLarge === 0 ? "" : "; at least, since large messages may come in several frames"}`,
    },
    {
      what: "keep-alive",
      bytes: pings * (frameHeaderBytes(0, false) + frameHeaderBytes(0, true)),
      how: "a Ping and its masked Pong each 30 s",
    },
  ]);
}

function toCost(
  transport: Transport,
  messages: number,
  delay: TransportCost["delay"],
  estimated: boolean,
  lines: CostLine[],
): TransportCost {
  const told = lines.filter(({ bytes }) => bytes > 0);
  return { transport, bytes: sum(told.map(({ bytes }) => bytes)), messages, delay, estimated, lines: told };
}

function headsOf(it: Exchange): Bytes {
  const { sentHeaders, sentBody, receivedHeaders } = measureExchange(it);
  return sentHeaders + sentBody + receivedHeaders;
}
