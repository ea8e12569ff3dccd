import type { IncomingMessage, ServerResponse } from "node:http";

/** A route of the demo's HTTP servers. */
export type RouteHandler = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

const HOLD_MS = 3000;
/** How long the long poll's answers take, in turn; null is a poll that nothing came for. */
const LONG_POLL_TURNS = [700, 1800, null, 300, 2500] as const;

/**
 * `GET /poll?since=n`: what a short poller meets. Of 12 answers one has news; the others are an empty list, 204, or
 * 304 for a page that sends the ETag back.
 */
export function createPollHandler(): RouteHandler {
  let polls = 0;
  return (request, response, url) => {
    polls += 1;
    const since = readNumber(url, "since");
    const etag = `"since-${since}"`;
    if (polls % 12 === 0) {
      answerJson(response, [{ id: since + 1, text: `news ${since + 1}` }], {
        etag: `"since-${since + 1}"`,
      });
    } else if (polls % 5 === 0) {
      response.writeHead(204, { "cache-control": "no-store" });
      response.end();
    } else if (polls % 3 === 0 && request.headers["if-none-match"] === etag) {
      response.writeHead(304, { etag });
      response.end();
    } else {
      answerJson(response, [], { etag });
    }
  };
}

/** The long poll's two routes. */
export interface LongPoll {
  /** `GET /long-poll?cursor=n`: held until there is an event, or for 3 s, then 204. */
  serve: RouteHandler;
  /** `POST /long-poll/release`: all held polls are answered 204 now. */
  release: RouteHandler;
}

/** Creates the long poll. */
export function createLongPoll(): LongPoll {
  const held = new Set<() => void>();
  let polls = 0;

  return {
    serve(_request, response, url) {
      const cursor = readNumber(url, "cursor");
      const waitMs = LONG_POLL_TURNS[polls++ % LONG_POLL_TURNS.length] ?? null;
      const answer = (hasEvent: boolean): void => {
        if (hasEvent) {
          answerJson(response, {
            cursor: cursor + 1,
            events: [{ id: cursor + 1, text: "something happened" }],
          });
        } else {
          answerNothing(response);
        }
      };
      const timer = setTimeout(() => answer(waitMs !== null), waitMs ?? HOLD_MS);
      const release = (): void => answer(false);
      held.add(release);
      // Answered, or the client went away.
      response.once("close", () => {
        clearTimeout(timer);
        held.delete(release);
      });
    },

    release(_request, response) {
      for (const release of held) release();
      answerNothing(response);
    },
  };
}

function answerJson(response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void {
  if (response.writableEnded) return;
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-cache",
    "access-control-allow-origin": "*",
    ...headers,
  });
  response.end(JSON.stringify(value));
}

function answerNothing(response: ServerResponse): void {
  if (response.writableEnded) return;
  response.writeHead(204, { "access-control-allow-origin": "*", "cache-control": "no-store" });
  response.end();
}

function readNumber(url: URL, name: string): number {
  const value = Number.parseInt(url.searchParams.get(name) ?? "", 10);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
