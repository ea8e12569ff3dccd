import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";

/** A real Socket.IO server, with a page that speaks to it over a WebSocket. */
export interface SocketIoServer {
  readonly url: string;
  /** Says something to all pages. */
  emit(event: string, ...values: unknown[]): void;
  close(): Promise<void>;
}

/** Often enough for a test to meet some, and no more. */
const PING_INTERVAL_MS = 400;
/** A busy machine may take long for one; the connection is not to be ended for that. */
const PING_TIMEOUT_MS = 120_000;

const PAGE = `<!doctype html><title>Socket.IO</title>
<script src="/socket.io/socket.io.js"></script>
<script>
  window.socket = io({ transports: ["websocket"] });
  window.connected = new Promise((resolve) => socket.on("connect", () => resolve(true)));
  window.ask = (text) => new Promise((resolve) => socket.emit("ask", { text }, resolve));
</script>`;

/** Starts it on loopback; it answers "ask" with an acknowledgement. */
export async function startSocketIoServer(): Promise<SocketIoServer> {
  const http = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end(PAGE);
  });
  const server = new Server(http, { pingInterval: PING_INTERVAL_MS, pingTimeout: PING_TIMEOUT_MS });
  server.on("connection", (socket) => {
    socket.on("ask", ({ text }: { text: string }, answer: (it: unknown) => void) =>
      answer({ echo: text, inner: JSON.stringify({ nested: [1, 2, 3] }) }),
    );
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    emit: (event, ...values) => void server.emit(event, ...values),
    close: async () => void (await server.close()),
  };
}
