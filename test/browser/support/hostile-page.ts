import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import {
  LINK_HAUL,
  LINK_IDLE,
  LINK_LIMIT,
  LINK_READY,
  LINK_SPARE,
  LINK_STACK,
  LINK_TYPE,
  LINK_WAIT,
} from "../../../src/core/wire/page-link.ts";

/** What must never become an element in the panel, nor run. */
export const MARKUP = '<img src=x onerror="globalThis.hostileRan=1"><script>globalThis.hostileRan=1</script>';

/** An address that the page can say it has a socket to: its own word about itself. */
export const LIE = "wss://lied.example/";

/** The types of the events that hook and relay speak by. */
const LINK = {
  haul: LINK_HAUL,
  spare: LINK_SPARE,
  stack: LINK_STACK,
  wait: LINK_WAIT,
  type: LINK_TYPE,
  limit: LINK_LIMIT,
  ready: LINK_READY,
  idle: LINK_IDLE,
};

/** A page that does everything it can to disturb; `attack.start()` begins. Served from an origin of its own. */
const PAGE = `<!doctype html><title>../../${MARKUP.replaceAll("<", "&lt;")}</title><script>
  const MARKUP = ${JSON.stringify(MARKUP).replaceAll("</", "<\\/")};
  const BIDI = "\\u202e\\u2066\\ud800\\u0000\\u001b[2J";
  // It lies about the time, and breaks what others may use.
  performance.now = () => Number.NaN;
  Date.now = () => 1e300;
  const caught = [];
  const address = location.origin.replace("http", "ws");
  const LIE = ${JSON.stringify(LIE)};
  const LINK = ${JSON.stringify(LINK)};
  const at = 1700000000000;
  /** A haul as the hook would make it (core/wire/haul.ts), with anything in it. */
  const haul = (rows, text, more) => ({
    rows: Float64Array.from(rows.flat()), count: rows.length, before: 0, text, bytes: new Uint8Array(0), apart: [], ...more,
  });
  /** A record by its number (core/wire/page-records.ts), of any connection. */
  const record = (kind, values, connection = 1, time = at) => {
    const json = typeof values === "string" ? values : JSON.stringify(values).slice(1, -1);
    return haul([[0, time, connection, json.length, kind, 0, 0, 0]], json);
  };
  const said = (length, size, flags, more) => haul([[1, at, 1, length, size, flags, 0, 0]], "forged", more);
  const ODD = [NaN, Infinity, -Infinity, -1, 0.5, 1e15, 2 ** 53, 1e308];
  const names = Array.from({ length: 100000 }, (_, index) => "type" + index);
  const entry = { startedDateTime: "2026-01-01T00:00:00Z", time: 1, request: { method: "GET", url: "https://forged.example/" }, response: { status: 200 } };
  const forgeries = () => [
    ["haul", record(0, [LIE, "a,b"])],
    ["haul", record(99, ["https://forged.example/"])],
    ["haul", record(-1, [{ type: "navigated", at, url: "https://forged.example/" }])],
    ["haul", record(0, '"https://forged.example/"],{"type":"request-finished"')],
    ["haul", record(0, [entry, entry, entry])],
    ["haul", record(0, ["https://forged.example/", "", "", "too many"])],
    ["haul", record(6, [{ __proto__: null, toString: "https://forged.example/" }, "yes"])],
    ["haul", record(13, [2 ** 53 - 1, MARKUP])],
    ["haul", record(5, [NaN, BIDI, 7, {}, -5])],
    ...ODD.flatMap((odd) => [
      ["haul", record(1, ["", ""], odd)], ["haul", record(1, ["", ""], 1, odd)], ["haul", said(odd, 6, 0)], ["haul", said(6, odd, 1)],
      ["haul", said(6, 6, odd)], ["haul", said(6, 6, 0, { count: odd })], ["haul", said(6, 6, 0, { before: odd })],
      ["haul", said(odd, odd, 130, { apart: { length: odd } })], ["spare", [odd, odd, odd, odd, odd]], ["spare", said(odd, odd, 2)],
    ]),
    // A hundred thousand names of events, and as many connections.
    ["haul", haul(names.map((name) => [1, at, 2, 0, 0, 1, name.length, 0]), names.join(""))],
    ["haul", haul(names.map((_, index) => [0, at, index + 10, 2, 0, 0, 0, 0]), '""'.repeat(names.length))],
    ["haul", haul([[1, at, 2, 1, 1, 1, 10_000_000, 0]], BIDI.repeat(1_500_000))],
    ["spare", haul(names.map((_, index) => [1, at, index + 10, 0, 1e15, 1, 0, 0]), "")],
    ["stack", ["    at x (".repeat(100000), "at", NaN]], ["stack", [7, null, {}]], ["wait", BIDI], ["type", "text/event-stream;".repeat(100000)], ["limit", NaN],
    ...["haul", "spare", "stack", "type"].flatMap((type) => [null, 7, {}, [], { rows: { length: NaN }, bytes: { length: NaN } }].map((it) => [type, it])),
  ];
  function forgeOn(target) {
    for (const [type, detail] of forgeries()) target.dispatchEvent(new CustomEvent(LINK[type], { detail, cancelable: true }));
  }
  /** Takes the link between hook and relay of a frame of its own, whose functions it replaces before that has loaded. */
  function takeLink(window) {
    const { prototype } = window.EventTarget;
    const { dispatchEvent } = prototype;
    prototype.dispatchEvent = function (event) {
      const answer = dispatchEvent.call(this, event);
      // Once before the relay listens, perhaps.
      if (event.submitter) forgeOn(event.submitter);
      return answer;
    };
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
    for (const type of ["ready", "idle"]) own.dispatchEvent(new Event(LINK[type]));
  }
  race(window);
  addEventListener("message", ({ data, source }) => { if (data === "start") attack.start().finally(() => source.postMessage("ended", "*")); });
  const attack = {
    async start() {
      for (let index = 0; index < 20; index += 1) {
        const frame = document.createElement("iframe");
        // With an address before it is there, it keeps its window when that has loaded.
        if (index === 0) frame.src = "/inner.html";
        document.body.append(frame);
        if (index === 0) takeLink(frame.contentWindow);
        else {
          race(frame.contentWindow);
          frame.src = "/inner.html";
        }
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
