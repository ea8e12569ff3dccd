import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import type { RawMessage } from "../../src/core/decode/decoder.ts";

/** What went through one WebSocket, as a page would have seen it. */
export interface RecordedSocket {
  readonly url: string;
  subprotocol: string;
  readonly messages: RawMessage[];
}

/** Stands between a client and a server on loopback, and records the messages of every WebSocket. */
export interface RecordingProxy {
  readonly port: number;
  readonly sockets: readonly RecordedSocket[];
  close(): Promise<void>;
}

/** Starts a proxy in front of the server at a port. It joins frames to messages; that is what a page sees. */
export async function startRecordingProxy(target: number): Promise<RecordingProxy> {
  const http = createServer();
  const sockets: RecordedSocket[] = [];
  const ends = new Set<WebSocket>();
  const server = new WebSocketServer({
    server: http,
    handleProtocols: (protocols) => [...protocols][0] ?? false,
  });
  server.on("connection", (page, request) => {
    const recorded: RecordedSocket = {
      url: `ws://host.example${request.url}`,
      subprotocol: "",
      messages: [],
    };
    sockets.push(recorded);
    const asked = page.protocol === "" ? [] : [page.protocol];
    const upstream = new WebSocket(`ws://127.0.0.1:${target}${request.url}`, asked);
    const waiting: [Buffer, boolean][] = [];
    ends.add(page).add(upstream);
    const keep = (received: boolean, data: Buffer, binary: boolean) => {
      const index = recorded.messages.length;
      recorded.messages.push({
        index,
        received,
        bytes: Uint8Array.from(data),
        binary,
        cut: false,
        event: "",
      });
    };
    page.on("message", (data: Buffer, binary) => {
      keep(false, data, binary);
      if (upstream.readyState === WebSocket.OPEN) upstream.send(data, { binary });
      else waiting.push([data, binary]);
    });
    upstream.on("open", () => {
      recorded.subprotocol = upstream.protocol;
      for (const [data, binary] of waiting) upstream.send(data, { binary });
    });
    upstream.on("message", (data: Buffer, binary) => {
      keep(true, data, binary);
      page.send(data, { binary });
    });
    upstream.on("close", () => page.close());
    page.on("close", () => upstream.close());
    upstream.on("error", () => page.terminate());
  });
  await listen(http);
  return {
    port: (http.address() as AddressInfo).port,
    sockets,
    close() {
      for (const end of ends) end.terminate();
      server.close();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}
