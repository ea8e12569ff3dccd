import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { priceText } from "../traffic/price-text.ts";

/** So much may wait in the socket before more is written. */
const WAITING_BYTES = 1024 * 1024;

/** Opens a socket on demand, and counts what comes. */
const PAGE = `<!doctype html><title>Prices</title><link rel="icon" href="data:,"><script>
  window.prices = { received: 0, open: () => new Promise((resolve, reject) => {
    const socket = new WebSocket(location.href.replace("http", "ws"));
    socket.onopen = () => { prices.ask = (text) => socket.send(text); resolve(true); };
    socket.onerror = reject;
    socket.onmessage = () => { prices.received += 1; };
  }) };
</script>`;

export interface PriceServer {
  readonly url: string;
  close(): void;
}

/** Starts a server whose page asks, by a number, for as many messages as the socket takes. */
export async function startPriceServer(): Promise<PriceServer> {
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end(PAGE));
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on("connection", (socket) => {
    socket.on("message", async (data) => {
      for (let index = 0; index < Number(data) && socket.readyState === socket.OPEN; index += 1) {
        socket.send(priceText(index));
        while (socket.bufferedAmount > WAITING_BYTES) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
    },
  };
}
