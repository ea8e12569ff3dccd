import { headerOf } from "../../wire/header-of.ts";
import { streamFormatOf } from "../../wire/stream-format.ts";
import { pollsEngineIo } from "./engine-io-polling.ts";
import type { Exchange } from "./exchange.ts";

/** Requests of one kind to one address: how many, the first of them, and the last one. */
export interface NotedRequests {
  readonly url: string;
  count: number;
  readonly first: Exchange[];
  last: Exchange;
}

/** What rules about single requests look at, of all that there were: gathered as they come, so that none has to be kept for it. */
export interface RequestNotes {
  take(exchange: Exchange): void;
  /** Answers that are event streams, by what they were asked for and how they may be kept. */
  readonly streams: Iterable<NotedRequests>;
  /** Polls of Engine.IO, by their address without a query. */
  readonly engineIo: Iterable<NotedRequests>;
  /** The version of HTTP in which an origin answered last; empty where that is not known. */
  versionOf(origin: string): string;
}

/** So many of one address prove what is said of it. */
const MOST_FIRST = 20;
/** More addresses than this are those of a page that invents them. */
const MOST_NOTED = 1000;

/** Creates notes of no request. */
export function createRequestNotes(): RequestNotes {
  const streams = new Map<string, NotedRequests>();
  const engineIo = new Map<string, NotedRequests>();
  const versions = new Map<string, string>();

  return {
    take(exchange) {
      const { url, httpVersion } = exchange;
      const origin = originOf(url);
      if (httpVersion !== "" && (versions.has(origin) || versions.size < MOST_NOTED)) {
        versions.set(origin, httpVersion);
      }
      if (isStream(exchange)) note(streams, `${url} ${keepingOf(exchange)}`, url, exchange);
      if (!pollsEngineIo([exchange])) return;
      const path = url.replace(/[?#].*$/s, "");
      note(engineIo, path, path, exchange);
    },
    get streams() {
      return streams.values();
    },
    get engineIo() {
      return engineIo.values();
    },
    versionOf: (origin) => versions.get(origin) ?? "",
  };
}

/** The notes of requests that are in memory, in order of time. */
export function noteRequests(exchanges: Iterable<Exchange>): RequestNotes {
  const notes = createRequestNotes();
  for (const it of exchanges) notes.take(it);
  return notes;
}

function isStream({ answerHeaders, mimeType }: Exchange): boolean {
  return streamFormatOf(headerOf(answerHeaders, "content-type") ?? mimeType) === "sse";
}

/** What an answer says of how long it is and who may keep it. */
function keepingOf({ status, answerHeaders }: Exchange): string {
  const hasLength = headerOf(answerHeaders, "content-length") !== null;
  return `${status} ${headerOf(answerHeaders, "cache-control") ?? ""} ${hasLength}`;
}

/** Of what is noted, bodies are of no use. */
function note(into: Map<string, NotedRequests>, key: string, url: string, exchange: Exchange): void {
  const known = into.get(key);
  if (known === undefined && into.size >= MOST_NOTED) return;
  const it = { ...exchange, answer: null, body: null };
  if (known === undefined) {
    into.set(key, { url, count: 1, first: [it], last: it });
    return;
  }
  known.count += 1;
  known.last = it;
  if (known.first.length < MOST_FIRST) known.first.push(it);
}

function originOf(url: string): string {
  return /^[a-z]+:\/\/[^/?#]*/i.exec(url)?.[0].toLowerCase() ?? "";
}
