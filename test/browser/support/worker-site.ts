import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { WebSocketServer } from "ws";

/** A site that serves workers' scripts in every way that a server can. */
export interface WorkerSite {
  readonly origin: string;
  /** The script that `plain` and `cached` are. */
  readonly script: string;
  close(): Promise<void>;
}

/** Says one thing on a socket, and then posts what it knows of itself. */
const SCRIPT = `const socket = new WebSocket("ws://" + location.host + location.pathname);
socket.onopen = () => socket.send("from a worker");
socket.onmessage = () => socket.close();
socket.onclose = () => postMessage({ path: location.pathname, length: "é".length });
`;

/** Says whether it is sloppy, as what stands in front must leave it, and who called a function that natives call: nobody, at the script's top. */
const SLOPPY = `const callers = [];
function named() { callers.push(named.caller === null ? null : String(named.caller)); return "x"; }
const socket = new WebSocket("ws://" + location.host + location.pathname);
try { socket.send({ toString: named }); } catch {}
socket.close(3000, { toString: named });
postMessage({ sloppy: (function () { return this === self; })(), callers });
`;

const SCRIPTS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  "/plain.js": (response) => response.end(SCRIPT),
  "/cached.js": (response) => response.setHeader("cache-control", "max-age=3600").end(SCRIPT),
  "/packed.js": (response) => response.setHeader("content-encoding", "gzip").end(gzipSync(SCRIPT)),
  "/moved.js": (response) => response.writeHead(302, { location: "/plain.js" }).end("moved"),
  // Workers' scripts are UTF-8, whatever a server says (WHATWG HTML, "fetch a classic worker script").
  "/latin.js": (response) =>
    response.setHeader("content-type", "text/javascript; charset=iso-8859-1").end(SCRIPT),
  "/large.js": (response) => response.end(`${SCRIPT}/*${"x".repeat(8 * 1024 * 1024)}*/`),
  "/pieces.js": (response) => {
    const pieces = SCRIPT.split(/(?<=\n)/);
    const next = () => {
      const piece = pieces.shift();
      if (piece === undefined) response.end();
      else response.write(piece, () => setTimeout(next, 20));
    };
    next();
  },
  "/sloppy.js": (response) => response.end(SLOPPY),
  "/missing.js": (response) => response.writeHead(404, { "content-type": "text/html" }).end("<h1>No"),
  "/broken.js": (response) => response.end("\nlet = ;"),
  "/throwing.js": (response) => response.end("\nnull.field;"),
  "/empty.js": (response) => response.end(),
};

/** Starts it on a free port of loopback. */
export async function startWorkerSite(): Promise<WorkerSite> {
  const server = createServer((request, response) => {
    const script = SCRIPTS[request.url ?? ""];
    if (script === undefined) response.setHeader("content-type", "text/html").end("<!doctype html>");
    else script(response.setHeader("content-type", "text/javascript"));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) => {
    socket.on("error", () => {});
    socket.on("message", (data, binary) => socket.send(data, { binary }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    script: SCRIPT,
    close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}
