import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

/** What must never become an element in the panel, nor run. */
export const MARKUP = '<img src=x onerror="globalThis.hostileRan=1"><script>globalThis.hostileRan=1</script>';

/** A page that does everything it can to disturb; `attack.start()` begins. Served from an origin of its own. */
const PAGE = `<!doctype html><title>../../${MARKUP.replaceAll("<", "&lt;")}</title><script>
  const MARKUP = ${JSON.stringify(MARKUP).replaceAll("</", "<\\/")};
  const BIDI = "\\u202e\\u2066\\ud800\\u0000\\u001b[2J";
  // It lies about the time, and breaks what others may use.
  performance.now = () => Number.NaN;
  Date.now = () => 1e300;
  const caught = [];
  const address = location.origin.replace("http", "ws");
  const hex = (digit) => digit.repeat(32);
  /** A batch as the hook would make it, with anything in it. */
  function batch(frame, seq, records) {
    const texts = records.map((it) => new TextEncoder().encode(typeof it === "string" ? it : JSON.stringify(it)));
    const bytes = new Uint8Array(texts.reduce((sum, it) => sum + it.length, 0));
    const rows = new Float64Array(texts.length * 8);
    let position = 0;
    texts.forEach((text, row) => {
      bytes.set(text, position);
      position += text.length;
      rows.set([0, 1, 0, text.length, text.length, 0, 0, 0], row * 8);
    });
    return { frame, seq, rows, bytes };
  }
  const at = 1700000000000;
  const entry = { startedDateTime: "2026-01-01T00:00:00Z", time: 1, request: { method: "GET", url: "https://forged.example/" }, response: { status: 200 } };
  const forgeries = [
    batch("devtools", 0, [{ type: "request-finished", at, entry }]),
    batch(hex("a"), 0, [{ type: "request-finished", at, entry }]),
    batch(hex("b"), 0, [{ type: "navigated", at, url: "https://forged.example/" }]),
    batch(hex("c"), 0, [{ type: "frame-started", at: 1e300, url: "https://forged.example/", top: true, origin: "https://forged.example" }]),
    batch(hex("d"), 2 ** 53 - 1, [{ type: "hook-failed", at, count: 2 ** 53 - 1, message: MARKUP }]),
    null, 7, {}, { rows: { length: NaN }, bytes: { length: NaN } }, { frame: "f", seq: 0, rows: [], bytes: "x" },
  ];
  function forgeOn(target) {
    for (const detail of forgeries) target.dispatchEvent(new CustomEvent("batch", { detail, cancelable: true }));
  }
  /** Listens where a frame's scripts of ours will run, before they do; and offers an element of its own. */
  function race(window) {
    const own = document.createElement("link");
    const hear = (event) => { if (event.submitter) { caught.push(event.submitter); forgeOn(event.submitter); } };
    const offer = () => {
      window.document.dispatchEvent(new SubmitEvent("load", { submitter: own }));
      forgeOn(own);
    };
    for (const target of [window, window.document]) {
      target.addEventListener("load", hear, true);
      target.addEventListener("load", (event) => { if (!event.isTrusted && !event.submitter) offer(); }, true);
    }
    window.document.dispatchEvent(new Event("load"));
    offer();
    for (const type of ["ready", "arm", "idle"]) own.dispatchEvent(new Event(type));
  }
  race(window);
  addEventListener("message", ({ data, source }) => { if (data === "start") attack.start().finally(() => source.postMessage("ended", "*")); });
  const attack = {
    async start() {
      for (let index = 0; index < 20; index += 1) {
        const frame = document.createElement("iframe");
        document.body.append(frame);
        race(frame.contentWindow);
        frame.src = "/inner.html";
      }
      const socket = new WebSocket(address + "/" + encodeURIComponent(MARKUP) + "?" + "x".repeat(100000) + BIDI);
      await new Promise((resolve) => { socket.onopen = resolve; });
      socket.send(MARKUP);
      socket.send(BIDI + "x".repeat(2_000_000));
      socket.send(new Uint8Array(1_000_000));
      socket.close(3000, "<img src=x onerror=hostileRan=1>");
      await new Promise((resolve) => { socket.onclose = resolve; });
      // Real events, and far more of them than any page has; also where the machine takes a minute for them.
      for (let index = 0; index < 150000; index += 1) {
        socket.send("flood");
        if (index % 2000 === 0) await new Promise((resolve) => setTimeout(resolve));
      }
      const sockets = Array.from({ length: 300 }, (_, index) => new WebSocket("ws://127.0.0.1:1/" + index));
      for (const it of sockets) it.close();
      race(window);
      return caught.length;
    },
  };
</script><body>hostile</body>`;

const INNER = `<!doctype html><script>new WebSocket(location.origin.replace("http", "ws") + "/inner")</script>`;
const GOOD = "<!doctype html><title>A page that means well</title>";

/** A server of the hostile page, and of one that means well and has another origin. Sockets are echoed. */
export async function startHostileServer(): Promise<{
  hostile: string;
  good: string;
  close(): Promise<void>;
}> {
  // Its addresses are longer than a server usually takes.
  const server = createServer({ maxHeaderSize: 1024 * 1024 }, (request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(request.url === "/inner.html" ? INNER : request.url === "/good.html" ? GOOD : PAGE);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket: WebSocket) =>
    socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary })),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    hostile: `http://localhost:${port}/`,
    good: `http://127.0.0.1:${port}/good.html`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
