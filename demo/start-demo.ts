import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { serveBinaryFeed } from "./servers/binary-feed.ts";
import { createChat } from "./servers/chat.ts";
import { createDropsHandler } from "./servers/drops.ts";
import { serveEcho } from "./servers/echo.ts";
import { createEventFeed } from "./servers/event-feed.ts";
import type { SocketHandler } from "./servers/feed-socket.ts";
import { createFormatsHandler } from "./servers/formats.ts";
import { createLedgerBook, type Ledger, type LedgerBook } from "./servers/ledger.ts";
import { createLongPoll, createPollHandler, type RouteHandler } from "./servers/polls.ts";
import { recordRequest } from "./servers/record-request.ts";
import { createRecordingServerClass } from "./servers/record-socket.ts";
import { createStaticSite } from "./servers/static-site.ts";
import { serveTicker } from "./servers/ticker.ts";
import { createTokenFeed } from "./servers/token-feed.ts";

/** The running demo. */
export interface Demo {
  /** The page. */
  url: string;
  origin: string;
  /** The second port: browsers allow 6 connections to an origin, and held requests would use them up. */
  streamsOrigin: string;
  /** A copy of the ledger as it is now. */
  ledger(): Ledger;
  resetLedger(): void;
  /** Resolves once nothing was sent or received for `quietMs`. */
  settled(quietMs?: number): Promise<void>;
  /** Closes all servers, whoever is still connected. */
  close(): Promise<void>;
}

export interface DemoOptions {
  /** Any free port when absent or 0. */
  port?: number;
  host?: string;
}

/** Starts the demo site and all of its servers. */
export async function startDemo({ port = 0, host = "127.0.0.1" }: DemoOptions = {}): Promise<Demo> {
  const book = createLedgerBook();
  const live = new Set<WebSocket>();
  const RecordingServer = createRecordingServerClass(book, live);
  const routes = createRoutes(book);

  const streams = createServer((request, response) => answer(request, response, routes));
  const streamsOrigin = await listen(streams, 0, host);
  const site = await createStaticSite(streamsOrigin);

  const main = createServer((request, response) => {
    const { pathname } = toUrl(request);
    if (!site.owns(pathname)) return answer(request, response, routes);
    site.serve(request, response, pathname).catch(() => response.destroy());
  });
  const chat = createChat(main, RecordingServer);
  // Socket.IO has put itself before our listener, and the ledger goes before both.
  for (const server of [main, streams]) {
    server.prependListener("request", (request: IncomingMessage, response: ServerResponse) => {
      if (server === streams || !site.owns(toUrl(request).pathname)) recordRequest(request, response, book);
    });
  }

  const sockets = new RecordingServer({ noServer: true });
  const socketHandlers = createSocketHandlers();
  main.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const url = toUrl(request);
    if (url.pathname.startsWith("/socket.io/")) return;
    const handler = socketHandlers.get(url.pathname);
    if (!handler) {
      stream.on("error", () => stream.destroy());
      stream.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n", () =>
        stream.destroy(),
      );
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => handler(socket, url));
  });

  const origin = await listen(main, port, host);

  return {
    url: `${origin}/`,
    origin,
    streamsOrigin,
    ledger: book.snapshot,
    resetLedger: book.reset,
    settled: book.settled,
    async close() {
      // First of all nobody new, then an end to who is there; upgraded connections are not the HTTP servers' any more.
      const closed = [closeServer(main), closeServer(streams), chat.close()];
      for (const socket of live) socket.terminate();
      main.closeAllConnections();
      streams.closeAllConnections();
      await Promise.all(closed);
    },
  };
}

function createRoutes(book: LedgerBook): Map<string, RouteHandler> {
  const events = createEventFeed(book);
  const tokens = createTokenFeed(book);
  const longPoll = createLongPoll();
  return new Map([
    ["GET /events", events.serve],
    ["POST /events/stop", events.stop],
    ["GET /formats", createFormatsHandler(book)],
    ["POST /tokens", tokens.serve],
    ["POST /tokens/stop", tokens.stop],
    ["GET /poll", createPollHandler()],
    ["GET /long-poll", longPoll.serve],
    ["POST /long-poll/release", longPoll.release],
  ]);
}

function createSocketHandlers(): Map<string, SocketHandler> {
  return new Map<string, SocketHandler>([
    ["/echo", serveEcho],
    ["/ticker", serveTicker],
    ["/binary", serveBinaryFeed],
    ["/drops", createDropsHandler()],
  ]);
}

function answer(request: IncomingMessage, response: ServerResponse, routes: Map<string, RouteHandler>): void {
  const url = toUrl(request);
  const handler = routes.get(`${request.method} ${url.pathname}`);
  if (handler) handler(request, response, url);
  else response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("Not found\n");
}

/** A request target that is no path (`//`, `*`) has no route, and must not throw. */
function toUrl(request: IncomingMessage): URL {
  const target = request.url ?? "/";
  return URL.canParse(target, "http://demo") ? new URL(target, "http://demo") : new URL("http://demo/%00");
}

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
