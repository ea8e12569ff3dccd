import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { createTextFrame } from "./text-frame.ts";
import { renderTrafficPage } from "./traffic-page.ts";

/** The server that the page talks to: a process of its own, so that it waits for nobody. It tells its port, and ends with its parent. */

const MESSAGE_BYTES = 200;
/** Twice what fills a batch of the hook, so that what the hook does for a message falls into the time that is measured. */
const BURST = 512;
/** Below the 60 s after which the browser's driver gives up, so that the page's own words are heard. */
const TIMEOUT_MS = 45_000;
/** Frames in one write: the server should cost next to nothing, for it shares the cores with the browser. */
const FRAMES_AT_ONCE = 256;

const frame = createTextFrame(JSON.stringify({ text: "x".repeat(MESSAGE_BYTES - '{"text":""}'.length) }));
const frames = Buffer.concat(Array.from({ length: FRAMES_AT_ONCE }, () => frame));
const page = renderTrafficPage({ messageBytes: MESSAGE_BYTES, burst: BURST, timeoutMs: TIMEOUT_MS });

const server = createServer((_, response) => {
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    // Cross-origin isolated, a page has a finer clock: 5 µs for 100 in Chromium, 20 µs for 1,000 in Firefox.
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
  });
  response.end(page);
});
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
server.on("upgrade", (request, stream, head) => {
  sockets.handleUpgrade(request, stream, head, (socket) => serve(socket, stream));
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
// Ctrl-C reaches the whole group; the parent still needs us to say goodbye to.
process.on("SIGINT", () => {});

function serve(socket: WebSocket, stream: Duplex): void {
  let seen = 0;
  socket.on("message", (data: RawData, isBinary: boolean) => {
    const count = isBinary ? null : /^blast (\d+)$/.exec(String(data))?.[1];
    if (count) {
      blast(stream, Number(count)).catch(() => stream.destroy());
      return;
    }
    seen += 1;
    if (seen % BURST === 0) socket.send("all there");
  });
}

/** Writes frames as fast as the socket takes them. Nothing else is sent meanwhile, so they may go past `ws`. */
async function blast(stream: Duplex, count: number): Promise<void> {
  for (let left = count; left > 0; left -= FRAMES_AT_ONCE) {
    const some = frames.subarray(0, Math.min(left, FRAMES_AT_ONCE) * frame.length);
    if (!stream.write(some)) await once(stream, "drain");
  }
}
