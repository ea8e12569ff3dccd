import type { Bytes, Milliseconds } from "../../units.ts";
import type { Exchange } from "../polling/exchange.ts";
import type { Loop } from "../polling/loop.ts";
import { type LoopFacts, measureExchange, measureLoop } from "../polling/measure-loop.ts";
import { median, sum } from "../polling/statistics.ts";
import { estimateHpack } from "./estimate-hpack.ts";
import { frameHeaderBytes, messageWireBytes } from "./frame-bytes.ts";
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
/** The largest payload of an HTTP/2 DATA frame, unless another is agreed on (RFC 9113 4.2). */
const H2_DATA_BYTES: Bytes = 16_384;

const AT_ONCE = { averageMs: 0, worstMs: 0 };

/** Compares what a loop's news costs over each transport; the loop's own is among them. */
export function compareTransports(loop: Loop): TransportCost[] {
  const facts = measureLoop(loop);
  const news = loop.answers
    .filter(({ empty, failed }) => empty === null && !failed)
    .map(({ exchange }) => exchange);
  const spanMs = facts.endedAt - facts.startedAt;
  const delay = news.length === 0 ? null : AT_ONCE;
  return [
    http1(loop, facts),
    http2(loop, facts),
    ...(loop.kind === "long" ? [] : [longPolling(loop, news, spanMs, delay)]),
    serverSentEvents(loop, news, spanMs, delay),
    webSocket(loop, news, spanMs, delay),
  ];
}

function http1({ exchanges, kind }: Loop, facts: LoopFacts): TransportCost {
  const held = kind === "long" ? "held requests" : "requests";
  return toCost("HTTP/1.1", 2 * exchanges.length, facts.staleness, facts.unknownBodies > 0, [
    {
      what: "request headers",
      bytes: facts.sentHeaders,
      how: `${exchanges.length} ${held}, each header line as it was sent`,
    },
    { what: "request bodies", bytes: facts.sentBodies, how: "as they were recorded" },
    { what: "answers' headers", bytes: facts.receivedHeaders, how: "each header line as it came" },
    {
      what: "answers' bodies",
      bytes: facts.receivedBodies,
      how:
        facts.unknownBodies > 0
          ? `as they came; of ${facts.unknownBodies} the size is not known`
          : "as they came",
    },
  ]);
}

function http2({ exchanges }: Loop, facts: LoopFacts): TransportCost {
  const asked = estimateHpack(exchanges.map(({ requestHeaders }) => requestHeaders));
  const answered = estimateHpack(exchanges.map(({ answerHeaders }) => answerHeaders));
  const data = (bytes: Bytes) => Math.ceil(bytes / H2_DATA_BYTES);
  const frames = sum(
    exchanges.map((it) => {
      const { sentBody, receivedBody } = measureExchange(it);
      return 2 + data(sentBody) + data(receivedBody);
    }),
  );
  return toCost("HTTP/2", 2 * exchanges.length, facts.staleness, true, [
    {
      what: "request headers",
      bytes: asked,
      how: "estimated: HPACK sends a header that is repeated as one byte",
    },
    { what: "request bodies", bytes: facts.sentBodies, how: "as they were recorded" },
    { what: "answers' headers", bytes: answered, how: "estimated in the same way" },
    { what: "answers' bodies", bytes: facts.receivedBodies, how: "as they came" },
    {
      what: "frames",
      bytes: frames * H2_FRAME_BYTES,
      how: `${frames} frames of 9 bytes each (RFC 9113 4.1)`,
    },
  ]);
}

function longPolling(
  { exchanges }: Loop,
  news: readonly Exchange[],
  spanMs: Milliseconds,
  delay: TransportCost["delay"],
): TransportCost {
  const timeouts = Math.max(0, Math.ceil(spanMs / HOLD_MS) - news.length);
  const requests = news.length + timeouts;
  const sizes = exchanges.map(measureExchange);
  const heads = median(sizes.map((it) => it.sentHeaders + it.sentBody + it.receivedHeaders));
  const lines = [
    {
      what: "headers",
      bytes: Math.round(requests * heads),
      how: "one request for each news, and one each 30 s without",
    },
    {
      what: "answers' bodies",
      bytes: sum(news.map((it) => measureExchange(it).receivedBody)),
      how: `${news.length} that told something`,
    },
  ];
  return toCost("long polling", 2 * requests, delay, true, lines);
}

function serverSentEvents(
  { exchanges }: Loop,
  news: readonly Exchange[],
  spanMs: Milliseconds,
  delay: TransportCost["delay"],
): TransportCost {
  const heads = median(exchanges.map(headsOf));
  const comments = Math.floor(spanMs / COMMENT_MS);
  const framing = sum(news.map(eventOverhead));
  return toCost("Server-Sent Events", news.length + comments + 1, delay, true, [
    {
      what: "one request",
      bytes: Math.round(heads),
      how: "the headers of one request and its answer, as they are now",
    },
    { what: "payloads", bytes: sum(news.map(payloadBytes)), how: `${news.length} events, uncompressed` },
    {
      what: "framing",
      bytes: framing,
      how: '"data: " before each line and two line breaks, in an HTTP chunk or frame',
    },
    { what: "keep-alive", bytes: comments * (COMMENT_BYTES + H2_FRAME_BYTES), how: "a comment each 15 s" },
  ]);
}

function webSocket(
  { exchanges }: Loop,
  news: readonly Exchange[],
  spanMs: Milliseconds,
  delay: TransportCost["delay"],
): TransportCost {
  const first = exchanges[0] as Exchange;
  const handshake =
    measureExchange({ ...first, cached: false }).sentHeaders +
    bytesOf(WEBSOCKET_REQUEST_LINES) +
    bytesOf(WEBSOCKET_RESPONSE);
  const pings = Math.floor(spanMs / PING_MS);
  const payloads = news.map(payloadBytes);
  const exact = payloads.every((it) => messageWireBytes(it, false).exact);
  return toCost("WebSocket", news.length + 2 * pings + 2, delay, true, [
    {
      what: "handshake",
      bytes: handshake,
      how: "the request's headers with those of RFC 6455, and the answer 101",
    },
    { what: "payloads", bytes: sum(payloads), how: `${news.length} messages, uncompressed` },
    {
      what: "frame headers",
      bytes: sum(payloads.map((it) => frameHeaderBytes(it, false))),
      how: `2, 4 or 10 bytes each by size (RFC 6455 5.2)${exact ? "" : "; at least, since large messages may come in several frames"}`,
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

/** Uncompressed, where the body was recorded. */
function payloadBytes({ answerTextBytes, answerBytes }: Exchange): Bytes {
  return answerTextBytes ?? answerBytes ?? 0;
}

function eventOverhead({ answer }: Exchange): Bytes {
  const lines = (answer ?? "").split("\n").length;
  return lines * "data: \n".length + 1 + H2_FRAME_BYTES;
}
