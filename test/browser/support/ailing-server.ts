import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { until } from "../../../tooling/browser/until.ts";

/** A page, and a WebSocket server of which the test decides when it speaks; at `/deaf` it reads nothing at all. */
export interface AilingServer {
  readonly url: string;
  /** Sends messages on the newest feed, one every 50 ms, until it is told to stop; resolves with the number of the last. */
  tick(isEnough: (sent: number) => boolean): Promise<number>;
  /** Says nothing on the feed for so long that it is found, and then one message; resolves with its number. */
  tickAfterSilence(): Promise<number>;
  close(): Promise<void>;
}

const TICK_MS = 50;
const SILENCE_MS = 3000;

const PAGE = `<!doctype html><title>ailing</title><script>
  const host = location.href.replace("http", "ws");
  window.got = 0;
  window.listen = () => new Promise((resolve) => {
    const feed = new WebSocket(host + "feed");
    feed.onopen = resolve;
    feed.onmessage = () => { got += 1; };
  });
  // Goes on until so much waits as no buffer on the way takes.
  window.flood = (enough) => new Promise((resolve) => {
    const socket = new WebSocket(host + "deaf");
    const piece = "deaf ".repeat(50_000);
    socket.onopen = () => {
      const timer = setInterval(() => {
        socket.send(piece);
        if (socket.bufferedAmount < enough) return;
        clearInterval(timer);
        resolve(socket.bufferedAmount);
      }, 100);
    };
  });
</script>`;

/** Starts it on a free port of loopback. */
export async function startAilingServer(): Promise<AilingServer> {
  const http = createServer((_, response) => response.setHeader("content-type", "text/html").end(PAGE));
  const sockets = new WebSocketServer({ server: http });
  let feed: WebSocket | null = null;
  let sent = 0;
  const tick: AilingServer["tick"] = async (isEnough) => {
    const open = await until("the feed to be open", () => feed);
    const begun = sent;
    do {
      sent += 1;
      open.send(JSON.stringify({ tick: sent }));
      await pass(TICK_MS);
    } while (!isEnough(sent - begun));
    return sent;
  };
  sockets.on("connection", (socket, { url }) => {
    if (url === "/deaf") socket.pause();
    else feed = socket;
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    tick,
    async tickAfterSilence() {
      await pass(SILENCE_MS);
      return tick(() => true);
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      http.closeAllConnections();
      return new Promise((resolve) => void http.close(() => resolve()));
    },
  };
}

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
