import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const SITE = fileURLToPath(new URL("../site", import.meta.url));

const CONTENT_TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".map": "application/json; charset=utf-8",
};

/** The site's files. */
export interface StaticSite {
  /** Whether a path belongs to the site or is one that browsers ask for by themselves. */
  owns(pathname: string): boolean;
  serve(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void>;
}

/**
 * Creates the server of the site's files. What may be served is listed once: a path that is not on the list does not
 * exist, however it is spelled, so no path can lead out of the folder.
 */
export async function createStaticSite(streamsOrigin: string): Promise<StaticSite> {
  const files = await listFiles();
  return {
    owns: (pathname) =>
      files.has(pathname) || pathname === "/favicon.ico" || pathname.startsWith("/.well-known/"),
    async serve(request, response, pathname) {
      if (request.method !== "GET" && request.method !== "HEAD") {
        response.writeHead(405, { allow: "GET, HEAD" }).end();
        return;
      }
      if (pathname === "/favicon.ico") {
        response.writeHead(204).end();
        return;
      }
      const file = files.get(pathname);
      const contentType = file && CONTENT_TYPES[extname(file)];
      if (!file || !contentType) {
        response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("Not found\n");
        return;
      }
      const body = fillIn(await readFile(file), extname(file), streamsOrigin);
      response.writeHead(200, {
        "content-type": contentType,
        "content-length": body.length,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "content-security-policy": createPolicy(pathname === "/inline.html", streamsOrigin),
      });
      response.end(request.method === "HEAD" ? undefined : body);
    },
  };
}

async function listFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(SITE, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(`/${relative(SITE, file).split(sep).join("/")}`, file);
  }
  files.set("/", join(SITE, "index.html"));
  // The client that users of Socket.IO load, and its map, which DevTools asks for.
  const bundles = join(dirname(createRequire(import.meta.url).resolve("socket.io")), "../client-dist");
  for (const name of ["socket.io.esm.min.js", "socket.io.esm.min.js.map"]) {
    files.set(`/vendor/${name}`, join(bundles, name));
  }
  return files;
}

/** Pages learn from a meta element where the long-held requests go. */
function fillIn(body: Buffer, extension: string, streamsOrigin: string): Buffer {
  if (extension !== ".html") return body;
  return Buffer.from(body.toString("utf8").replaceAll("%STREAMS_ORIGIN%", streamsOrigin));
}

/** `ws:` is named because not every browser counts it as 'self'. */
function createPolicy(allowsInline: boolean, streamsOrigin: string): string {
  return [
    "default-src 'self'",
    `script-src 'self'${allowsInline ? " 'unsafe-inline'" : ""}`,
    `connect-src 'self' ws: ${streamsOrigin}`,
    "worker-src 'self' blob: data:",
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
  ].join("; ");
}
