import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";

/** A site whose WebSockets are opened, refused and answered wrongly, by pages and frames. */
export interface NetworkSite {
  readonly origin: string;
  /** The same server under another name, so that frames of it are of another origin. */
  readonly otherOrigin: string;
  readonly sockets: string;
  /** Sends so many messages to every open `/busy` socket that has taken most of those before, and says "got" for each thousand. */
  flood(count: number): void;
  /** The statuses of its answers to requests for a path below `/unchanged`, in order. */
  statuses(path: string): number[];
  close(): Promise<void>;
}

/** A page that is so far behind is not sent more: on a slow machine it would have to work them off first. */
const MOST_UNTAKEN = 5000;

/** What the answer to a request is known by (RFC 9110 8.8.3). */
const UNCHANGED = '"v1"';
const FRAME = `<!doctype html><script>
const socket = new WebSocket("ws://" + location.host + "/frame");
socket.onopen = () => socket.send("from " + location.origin);
</script>`;

/** Starts the site on a free port of the loopback. */
export async function startNetworkSite(): Promise<NetworkSite> {
  const wss = new WebSocketServer({
    noServer: true,
    perMessageDeflate: { serverNoContextTakeover: true, threshold: 0 },
    handleProtocols: (asked) => [...asked][0] ?? false,
  });
  /** How many each has not taken so far. */
  const busy = new Map<import("ws").WebSocket, number>();
  const answered: { path: string; status: number }[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    if (pathname === "/frame.html") response.setHeader("content-type", "text/html").end(FRAME);
    else if (pathname === "/data.json") response.setHeader("content-type", "application/json").end("[1]");
    else if (pathname.startsWith("/unchanged")) {
      const isKnown = request.headers["if-none-match"] === UNCHANGED;
      const status = isKnown ? 304 : 200;
      answered.push({ path: pathname, status });
      const own = isKnown ? { "x-unchanged": "yes" } : { "x-whole": "yes" };
      response.writeHead(status, { etag: UNCHANGED, "cache-control": "no-cache", ...own });
      response.end(isKnown ? undefined : "[1]");
    } else response.setHeader("content-type", "text/html").end("<!doctype html><title>Network</title>");
  });
  const upgraded = new Set<Duplex>();
  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    upgraded.add(stream);
    stream.on("close", () => upgraded.delete(stream));
    stream.on("error", () => stream.destroy());
    const { pathname } = new URL(request.url ?? "/", "http://site");
    if (pathname === "/refused") {
      stream.end("HTTP/1.1 403 Forbidden\r\nx-why: not today\r\ncontent-length: 0\r\n\r\n");
    } else if (pathname === "/wrong") {
      stream.write(
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: AAAA\r\n\r\n",
      );
    } else {
      wss.handleUpgrade(request, stream, head, (socket) => {
        if (pathname === "/busy") busy.set(socket, 0);
        socket.on("close", () => busy.delete(socket));
        socket.on("error", () => {});
        socket.on("message", (data, binary) => {
          const untaken = busy.get(socket);
          if (untaken === undefined) socket.send(data, { binary });
          else busy.set(socket, untaken - 1000);
        });
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    otherOrigin: `http://localhost:${port}`,
    sockets: `ws://127.0.0.1:${port}`,
    flood(count) {
      for (const [socket, untaken] of busy) {
        if (untaken > MOST_UNTAKEN) continue;
        for (let sent = 0; sent < count; sent += 1) socket.send(`${sent}`);
        busy.set(socket, untaken + count);
      }
    },
    statuses: (path) => answered.filter((it) => it.path === path).map(({ status }) => status),
    async close() {
      // Nobody reads from one that was answered wrongly, so that it does not end by itself.
      for (const stream of upgraded) stream.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
