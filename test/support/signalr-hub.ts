import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** A hub as ASP.NET's, in JSON, without WebSockets: `Add` answers a sum, `Slow` after 120 ms, `Count` is a stream of three items. */
export interface SignalRHub {
  /** What it answers at any address; `negotiate` and everything with the token are its own. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Calls a method of all clients. */
  call(target: string, ...values: readonly unknown[]): void;
}

interface Message {
  readonly type?: number;
  readonly invocationId?: string;
  readonly target?: string;
  readonly arguments?: readonly number[];
}

interface Peer {
  readonly waiting: string[];
  /** What listens: an event stream, or the request that waits for an answer. */
  listening: ServerResponse | null;
  isStream: boolean;
  isGreeted: boolean;
}

const SEPARATOR = "\u001e";
const SLOW_MS = 120;
const TEXT = { "content-type": "text/plain" };

/** Starts it. */
export function createSignalRHub(): SignalRHub {
  const peers = new Map<string, Peer>();

  function flush(peer: Peer): void {
    const { listening } = peer;
    if (listening === null || peer.waiting.length === 0) return;
    const text = peer.waiting.splice(0).join("");
    if (peer.isStream) {
      listening.write(`data: ${text}\r\n\r\n`);
      return;
    }
    peer.listening = null;
    listening.writeHead(200, TEXT).end(text);
  }

  function say(peer: Peer, message: object): void {
    peer.waiting.push(JSON.stringify(message) + SEPARATOR);
    flush(peer);
  }

  function answer(peer: Peer, { type, invocationId, target, arguments: values = [] }: Message): void {
    if (type === undefined) say(peer, {});
    if (type === 4) {
      for (const item of [1, 2, 3]) say(peer, { type: 2, invocationId, item });
      say(peer, { type: 3, invocationId });
    }
    if (type !== 1 || invocationId === undefined) return;
    const result = values.reduce((sum, it) => sum + it, 0);
    const done = (): void => say(peer, { type: 3, invocationId, result });
    if (target === "Slow") setTimeout(done, SLOW_MS);
    else done();
  }

  function listen(peer: Peer, request: IncomingMessage, response: ServerResponse): void {
    peer.isStream = request.headers.accept?.includes("text/event-stream") === true;
    if (peer.isStream) response.writeHead(200, { "content-type": "text/event-stream" }).write("\r\n");
    // The first request of long polling is answered at once, with nothing.
    if (!peer.isStream && !peer.isGreeted) {
      peer.isGreeted = true;
      response.writeHead(200, TEXT).end();
      return;
    }
    peer.listening = response;
    flush(peer);
  }

  return {
    async handle(request, response) {
      let text = "";
      for await (const piece of request) text += String(piece);
      const { pathname, searchParams } = new URL(request.url ?? "", "http://host");
      if (pathname.endsWith("/negotiate")) {
        const connectionToken = randomBytes(16).toString("base64url");
        peers.set(connectionToken, { waiting: [], listening: null, isStream: false, isGreeted: false });
        const availableTransports = ["ServerSentEvents", "LongPolling"].map((transport) => ({
          transport,
          transferFormats: ["Text"],
        }));
        const body = { negotiateVersion: 1, connectionId: "c", connectionToken, availableTransports };
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
        return;
      }
      const peer = peers.get(searchParams.get("id") ?? "");
      if (peer === undefined) {
        response.writeHead(404).end();
        return;
      }
      if (request.method === "GET") {
        listen(peer, request, response);
        return;
      }
      if (request.method === "DELETE") {
        response.writeHead(202).end();
        peer.listening?.writeHead(204).end();
        peer.listening = null;
        return;
      }
      // Told before it answers, as ASP.NET does: the client's `send` has ended when the hub has it.
      response.writeHead(200, TEXT).end();
      for (const record of text.split(SEPARATOR).filter(Boolean)) answer(peer, JSON.parse(record) as Message);
    },
    call(target, ...values) {
      for (const peer of peers.values()) say(peer, { type: 1, target, arguments: values });
    },
  };
}
