import type { IncomingMessage, ServerResponse } from "node:http";
import type { LedgerBook } from "./ledger.ts";

/** The URL as the page wrote it, from what the request says. */
export function toAbsoluteUrl(request: IncomingMessage, scheme: "http" | "ws"): string {
  return `${scheme}://${request.headers.host ?? "localhost"}${request.url ?? "/"}`;
}

/**
 * Writes one HTTP request into the ledger. It sits on the response's own write() and end(), so that whoever answers,
 * Socket.IO's polling included, is counted alike.
 */
export function recordRequest(request: IncomingMessage, response: ServerResponse, book: LedgerBook): void {
  const entry = book.openRequest(request.method ?? "GET", toAbsoluteUrl(request, "http"));
  const writeHead = response.writeHead;
  const write = response.write;
  const end = response.end;

  // Node calls writeHead() for implicit headers too.
  response.writeHead = function recordedWriteHead(this: ServerResponse, ...args: unknown[]): ServerResponse {
    entry.begin(Number(args[0]));
    return Reflect.apply(writeHead, this, args);
  } as typeof writeHead;

  // end(chunk) writes the chunk without calling write(), so nothing is counted twice.
  response.write = function recordedWrite(this: ServerResponse, ...args: unknown[]): boolean {
    entry.addBytes(measureBytes(args[0], args[1]));
    return Reflect.apply(write, this, args);
  } as typeof write;

  response.end = function recordedEnd(this: ServerResponse, ...args: unknown[]): ServerResponse {
    if (request.method !== "HEAD") entry.addBytes(measureBytes(args[0], args[1]));
    return Reflect.apply(end, this, args);
  } as typeof end;

  // 'close' also comes when the client went away; 'finish' is earlier when it did not.
  response.once("finish", () => entry.finish());
  response.once("close", () => entry.finish());
}

function measureBytes(chunk: unknown, encoding: unknown): number {
  if (typeof chunk === "string") {
    return Buffer.byteLength(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
  }
  return ArrayBuffer.isView(chunk) ? chunk.byteLength : 0;
}
