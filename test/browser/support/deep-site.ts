import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

/** A message as the server has seen it: by whom, and its text, or base64 of bytes. */
export type SeenMessage = readonly [direction: "sent" | "received", payload: string];

/** A site of workers of all kinds, whose WebSockets and EventSources say what only the browser can tell. */
export interface DeepSite {
  readonly origin: string;
  readonly sockets: string;
  /** What went over the socket at a path, in order, from the worker's point of view. */
  said(path: string): readonly SeenMessage[];
  /** Whether somebody waits for the script of a worker, or for `/held`. */
  isAwaited(path: string): boolean;
  /** Answers who waits for it. */
  deliver(path: string): void;
  close(): Promise<void>;
}

/** What the EventSource at `/events` says: type, data, ID. */
export const EVENTS = [
  ["message", "plain", ""],
  ["price", "1", "a"],
  ["heard", "first", "a"],
  ["price", "2\nlines", "b"],
  ["other", "x".repeat(200_000), "b"],
  ["heard", "second", "b"],
  ["message", "last", "b"],
] as const;

/** Opens a socket in its first statement, and says text, bytes and text that is not ASCII; each is sent back. */
const talk = (path: string) => `
{
  const socket = new WebSocket("ws://" + HOST + "${path}");
  socket.onopen = () => {
    socket.send("from ${path}");
    socket.send(new Uint8Array([0, 1, 254, 255]));
    socket.send("zażółć \\u{1f44b}");
    socket.send(new Uint8Array(300_000).fill(7));
  };
}`;
const HERE = "const HOST = location.host;";

/** Asked for by workers that are found a little after they have started; all else is held until `deliver()`. */
const AT_ONCE = "/shared.js";

const SCRIPTS: Readonly<Record<string, string>> = {
  "/dedicated.js": `${HERE}${talk("/dedicated")}`,
  "/outer.js": `new Worker("/nested.js");`,
  "/nested.js": `${HERE}${talk("/nested")}`,
  "/service.js": `${HERE}${talk("/service")}
    oninstall = () => skipWaiting();`,
  "/shared.js": `${HERE}
    onconnect = ({ ports: [port] }) => {
      port.onmessage = ({ data }) => {
        const socket = new WebSocket("ws://" + HOST + "/shared?" + data);
        socket.onopen = () => socket.send("from shared " + data);
      };
    };`,
};

/** Starts it on a free port of the loopback. */
export async function startDeepSite(): Promise<DeepSite> {
  const said = new Map<string, SeenMessage[]>();
  const held = new Map<string, (() => void)[]>();
  const server = createServer(({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://site");
    const script = SCRIPTS[pathname];
    if (script !== undefined || pathname === "/held") {
      const answer = () => void response.setHeader("content-type", "text/javascript").end(script ?? "");
      if (pathname === AT_ONCE) answer();
      else held.set(pathname, [...(held.get(pathname) ?? []), answer]);
    } else if (pathname === "/events") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const [type, data, id] of EVENTS) {
        const lines = data.split("\n").map((line) => `data: ${line}\n`);
        response.write(`event: ${type}\n${id === "" ? "" : `id: ${id}\n`}${lines.join("")}\n`);
      }
    } else {
      response.setHeader("content-type", "text/html").end("<!doctype html><title>Deep</title>");
    }
  });
  const wss = new WebSocketServer({ server });
  wss.on("connection", (socket: WebSocket, { url = "" }) => {
    const seen: SeenMessage[] = [];
    said.set(url, seen);
    socket.on("error", () => {});
    socket.on("message", (data: Buffer, binary) => {
      const payload = data.toString(binary ? "base64" : "utf8");
      seen.push(["sent", payload], ["received", payload]);
      socket.send(data, { binary });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    sockets: `ws://127.0.0.1:${port}`,
    said: (path) => said.get(path) ?? [],
    isAwaited: (path) => held.has(path),
    deliver(path) {
      for (const answer of held.get(path) ?? []) answer();
      held.delete(path);
    },
    async close() {
      for (const socket of wss.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
