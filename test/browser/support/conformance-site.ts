import { readdirSync, readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, resolve } from "node:path";
import { type WebSocket, WebSocketServer } from "ws";

const FOLDER = resolve(import.meta.dirname, "../conformance");
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

/** The Content Security Policies of `/policy.html`. */
const POLICIES: Record<string, Record<string, string>> = {
  strict: { "content-security-policy": "default-src 'none'; script-src 'self'; connect-src 'self' ws:" },
  refusing: { "content-security-policy": "default-src 'self'; connect-src 'none'" },
  trusted: {
    "content-security-policy":
      "script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; object-src 'none'",
  },
  reporting: {
    "content-security-policy-report-only":
      "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  },
  sandbox: { "content-security-policy": "sandbox allow-scripts" },
};
const POLICY_PAGE = '<!doctype html><script src="policy-frame.js"></script>';

/** The pages of `test/browser/conformance`, a socket that echoes and a stream of events. */
export interface ConformanceSite {
  readonly origin: string;
  close(): Promise<void>;
}

export async function serveConformance(): Promise<ConformanceSite> {
  const files = new Map(readdirSync(FOLDER).map((name) => [`/${name}`, readFileSync(resolve(FOLDER, name))]));
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
    const file = files.get(pathname);
    // Frames without an origin fetch, too.
    response.setHeader("access-control-allow-origin", "*");
    if (pathname === "/policy.html") {
      const policy = POLICIES[search.slice(1)] ?? {};
      response.writeHead(200, { "content-type": TYPES[".html"], ...policy }).end(POLICY_PAGE);
    } else if (file !== undefined) {
      response.writeHead(200, { "content-type": TYPES[extname(pathname)] ?? "text/plain" }).end(file);
    } else if (pathname === "/events") {
      sendEvents(response, request.headers["last-event-id"] !== undefined);
    } else {
      response.writeHead(pathname === "/favicon.ico" ? 204 : 404).end();
    }
  });
  const sockets = new WebSocketServer({ noServer: true });
  const unanswered = new Set<{ destroy(): void }>();
  server.on("upgrade", (request, socket, head) => {
    // A page that is left resets what was not answered.
    socket.on("error", () => {});
    // So that a page can close it while it connects, for sure.
    if (request.url === "/unanswered") {
      unanswered.add(socket);
      return;
    }
    if (!request.url?.startsWith("/socket")) {
      socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (it: WebSocket) => {
      it.on("message", (data, isBinary) => it.send(data, { binary: isBinary }));
      it.on("error", () => {});
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const it of sockets.clients) it.terminate();
      for (const it of unanswered) it.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** The first time a few events, then the end; to a source that comes back, the last. */
function sendEvents(response: ServerResponse, again: boolean): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  if (again) {
    response.write("event: last\ndata: last\n\n");
    return;
  }
  response.write("retry: 50\n\n");
  for (const event of ["", "price", "open", "error", "unheard"]) {
    response.write(`${event === "" ? "" : `event: ${event}\n`}id: ${event}1\ndata: of ${event}\n\n`);
  }
  response.end();
}

/** The names of all cases. */
export function conformanceCases(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".js"))
    .flatMap((name) => [...readFileSync(resolve(FOLDER, name), "utf8").matchAll(/^cases\["(.+)"\] =/gm)])
    .map((match) => match[1] as string);
}
