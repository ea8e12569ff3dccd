import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

/** A page, and a WebSocket server that echoes; "bye" makes it close with 4001, "die" break off. */
export interface SocketServer {
  readonly pageUrl: string;
  readonly socketUrl: string;
  close(): Promise<void>;
}

/** Starts it on a free port of loopback. */
export async function startSocketServer(): Promise<SocketServer> {
  const http = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>sockets</title>");
  });
  const sockets = new WebSocketServer({ server: http });
  sockets.on("connection", (socket) => {
    socket.on("message", (data, isBinary) => {
      if (String(data) === "bye") socket.close(4001, "bye");
      else if (String(data) === "die") socket.terminate();
      else socket.send(data, { binary: isBinary });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(http.address() as AddressInfo).port}/`;
  return {
    pageUrl: `http://${host}`,
    socketUrl: `ws://${host}`,
    close() {
      for (const socket of sockets.clients) socket.terminate();
      http.closeAllConnections();
      return new Promise((resolve) => void http.close(() => resolve()));
    },
  };
}
