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

/** What a page asks for at once; twice that is under way, for what a browser cannot deliver yet it keeps (Firefox: without end). */
const GRANT = 10 * FRAMES_AT_ONCE;

const frame = createTextFrame(JSON.stringify({ text: "x".repeat(MESSAGE_BYTES - '{"text":""}'.length) }));
const frames = Buffer.concat(Array.from({ length: FRAMES_AT_ONCE }, () => frame));
const pages = {
  traffic: renderTrafficPage({
    messageBytes: MESSAGE_BYTES,
    burst: BURST,
    grant: GRANT,
    timeoutMs: TIMEOUT_MS,
  }),
  silent: "<!doctype html><title>No socket</title><link rel='icon' href='data:,'><p>Nothing to see.",
};

const server = createServer(({ url }, response) => {
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    // No page that was left is kept for the Back button: it would still take memory, and time to be thrown away.
    "cache-control": "no-store",
    // Cross-origin isolated, a page has a finer clock: 5 µs for 100 in Chromium, 20 µs for 1,000 in Firefox.
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
  });
  const [path, query] = (url ?? "").split("?");
  if (path?.endsWith("/frames")) response.end(renderFrames(query?.split("&") ?? []));
  else response.end(path?.endsWith("/silent") ? pages.silent : pages.traffic);
});
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
server.on("upgrade", (request, stream, head) => {
  sockets.handleUpgrade(request, stream, head, (socket) => serve(socket, stream));
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
// Ctrl-C reaches the whole group; the parent still needs us to say goodbye to.
process.on("SIGINT", () => {});

/** A page with such pages in it, beside each other. */
function renderFrames(paths: readonly string[]): string {
  const frames = paths.filter((it) => /^[\w/-]+$/.test(it)).map((it) => `<iframe src="/${it}"></iframe>`);
  return `<!doctype html><title>Frames</title><link rel="icon" href="data:,">${frames.join("")}`;
}

function serve(socket: WebSocket, stream: Duplex): void {
  let seen = 0;
  socket.on("message", (data: RawData, isBinary: boolean) => {
    const text = isBinary ? "" : String(data);
    const [command, first, second] = text.length < MESSAGE_BYTES ? text.split(" ") : [];
    const failed = () => void stream.destroy();
    if (command === "blast") {
      blast(stream, Number(first)).catch(failed);
    } else if (command === "more") {
      socket.emit("more");
    } else if (command === "flood") {
      flood(socket, stream, Number(first), Number(second)).catch(failed);
    } else if (text.startsWith('{"echo"')) {
      socket.send(text);
    } else {
      seen += 1;
      if (seen % BURST === 0) socket.send("all there");
    }
  });
}

/** Writes frames as fast as the socket takes them. Nothing else is sent meanwhile, so they may go past `ws`. */
async function blast(stream: Duplex, count: number): Promise<void> {
  for (let left = count; left > 0; left -= FRAMES_AT_ONCE) {
    const some = frames.subarray(0, Math.min(left, FRAMES_AT_ONCE) * frame.length);
    if (!stream.write(some)) await once(stream, "drain");
  }
}

/** Frames for so long, one large message in the middle where it has a size, and last how many there were. */
async function flood(socket: WebSocket, stream: Duplex, seconds: number, largeBytes: number): Promise<void> {
  const startedAt = performance.now();
  let count = 0;
  let large = largeBytes > 0;
  let granted = 2 * GRANT;
  socket.on("more", () => {
    granted += GRANT;
  });
  for (let spent = 0; spent < seconds * 1000; spent = performance.now() - startedAt) {
    if (count >= granted) await once(socket, "more");
    await blast(stream, FRAMES_AT_ONCE);
    count += FRAMES_AT_ONCE;
    if (large && spent > seconds * 500) {
      large = false;
      socket.send("L".repeat(largeBytes));
      count += 1;
      await once(stream, "drain");
    }
    // Other sockets' turn.
    await new Promise(setImmediate);
  }
  socket.send(String(count));
}
