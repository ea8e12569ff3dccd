import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import { createSession, type Session } from "../../src/core/model/session.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import type { HarEntry } from "../../src/core/wire/events.ts";
import { frameBatches } from "./frame-batches.ts";

/** Stands between a client and a server on loopback, and makes a session of it as a page and the browser's network log would tell it. */
export interface SessionRecorder {
  readonly port: number;
  readonly session: Session;
  close(): Promise<void>;
}

/** Starts a recorder in front of the server at a port. Requests are told of when they have finished. */
export async function recordSession(target: number): Promise<SessionRecorder> {
  const session = createSession();
  const page = frameBatches("page");
  const network = frameBatches("network");
  session.accept(page.start(Date.now()));
  const ends = new Set<WebSocket>();

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.timeOrigin + performance.now();
    const sent = await bodyOf(request);
    const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
    const answer = await fetch(`http://127.0.0.1:${target}${request.url}`, {
      method: request.method ?? "GET",
      headers: headers as Record<string, string>,
      ...(sent.length === 0 ? {} : { body: sent }),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    const mimeType = answer.headers.get("content-type") ?? "";
    response.writeHead(answer.status, { "content-type": mimeType }).end(body);
    const isText = !mimeType.includes("octet-stream");
    const entry: HarEntry = {
      startedDateTime: new Date(startedAt).toISOString(),
      time: performance.timeOrigin + performance.now() - startedAt,
      request: {
        method: request.method ?? "GET",
        url: `http://host.example${request.url}`,
        headers: [],
        ...(sent.length === 0
          ? {}
          : { postData: { mimeType: request.headers["content-type"] ?? "", text: sent.toString() } }),
      },
      response: {
        status: answer.status,
        headers: [],
        content: isText
          ? { size: body.length, mimeType, text: body.toString() }
          : { size: body.length, mimeType, text: body.toString("base64"), encoding: "base64" },
      },
    };
    const at = startedAt + entry.time;
    session.accept(network.batch((it) => it.record({ type: "request-finished", at, entry })));
  }

  const http = createServer((request, response) => {
    forward(request, response).catch(() => response.destroy());
  });
  const server = new WebSocketServer({ server: http });
  let connections = 0;
  server.on("connection", (socket, request) => {
    connections += 1;
    const connection = connections;
    const now = () => performance.timeOrigin + performance.now();
    const url = `ws://host.example${request.url}`;
    session.accept(
      page.batch((it) => it.record({ type: "socket-created", at: now(), connection, url, protocols: [] })),
    );
    const upstream = new WebSocket(`ws://127.0.0.1:${target}${request.url}`);
    ends.add(socket).add(upstream);
    const keep = (received: boolean, data: Buffer, binary: boolean) => {
      const flags = (received ? FLAG_RECEIVED : 0) | (binary ? FLAG_BINARY : 0);
      const payload = binary ? Uint8Array.from(data) : data.toString();
      session.accept(page.batch((it) => it.message(now(), connection, flags, payload, null, "", "")));
    };
    const waiting: [Buffer, boolean][] = [];
    socket.on("message", (data: Buffer, binary) => {
      keep(false, data, binary);
      if (upstream.readyState === WebSocket.OPEN) upstream.send(data, { binary });
      else waiting.push([data, binary]);
    });
    upstream.on("open", () => {
      session.accept(
        page.batch((it) =>
          it.record({ type: "socket-opened", at: now(), connection, protocol: "", extensions: "" }),
        ),
      );
      for (const [data, binary] of waiting) upstream.send(data, { binary });
    });
    upstream.on("message", (data: Buffer, binary) => {
      keep(true, data, binary);
      socket.send(data, { binary });
    });
    upstream.on("close", () => socket.close());
    upstream.on("error", () => socket.terminate());
    socket.on("close", () => upstream.close());
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    port: (http.address() as AddressInfo).port,
    session,
    close() {
      for (const end of ends) end.terminate();
      server.close();
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
