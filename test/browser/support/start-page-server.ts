import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

/** A server of pages and of a WebSocket at every path that sends back what it gets; at `/sink` it does not. */
export interface PageServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts it. `pages` are HTML by path; any other path is not found. It answers at 127.0.0.1 and localhost alike. */
export async function startPageServer(pages: (port: number) => Record<string, string>): Promise<PageServer> {
  let port = 0;
  const server = createServer(({ url = "/" }, response) => {
    const html = pages(port)[url.replace(/\?.*$/s, "")];
    response.writeHead(html === undefined ? 404 : 200, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
    });
    response.end(html ?? "");
  });
  const sockets = new WebSocketServer({ server, maxPayload: 256 * 1024 * 1024 });
  sockets.on("connection", (socket, { url }) => {
    socket.on("message", (data, isBinary) => {
      if (url !== "/sink") socket.send(data, { binary: isBinary });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  port = (server.address() as AddressInfo).port;
  return {
    port,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
