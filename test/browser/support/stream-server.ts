import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** More than any buffer between a page that does not read and a server holds. */
const FLOOD_BYTES = 64 * 1024 * 1024;
/** A browser that reads takes some more within this, on a busy machine too. */
const STALLED_MS = 1500;
/** More than is kept of one message. */
export const LARGE_BYTES = 70 * 1024 * 1024;
const PIECE = Buffer.from(`data: ${"x".repeat(65_528)}\n\n`);

/** What `/split` says: after a byte order mark, with every kind of line end, and each event in several pieces. */
export const SPLIT_EVENTS = ["zażółć 🐢", "two\nlines", '{"n":3}', "行情"];
const SPLIT = Buffer.from(
  '\ufeffdata: zażółć 🐢\r\n\r\ndata: two\rdata: lines\r\rdata: {"n":3}\n\n: heartbeat\n\ndata: 行情\r\n\n',
);

/** What `/long` says: long enough that no hook looks at it each time that it has grown. */
export const LONG = Buffer.from(
  Array.from(
    { length: 40_000 },
    (_, index) => `data: ${index} ${"ż".repeat(index % 3)}${"x".repeat(90)}\n\n`,
  ).join(""),
);
const LONG_PIECE = 256 * 1024;
/** Longer than browsers wait before they tell of progress again (XMLHttpRequest, `progress`). */
const LONG_PAUSE_MS = 60;

/** A server of streams that end in every way there is. */
export interface StreamServer {
  readonly origin: string;
  /** Resolves when the page has closed the stream with this key. */
  closed(key: string): Promise<void>;
  /** How much of a flood was taken, once the other end has taken nothing for a while. */
  accepted(key: string): Promise<number>;
  close(): Promise<void>;
}

/** Starts it on a free port of loopback. */
export async function startStreamServer(): Promise<StreamServer> {
  const closing = new Map<string, Deferred<void>>();
  const flooding = new Map<string, Deferred<number>>();
  const closingOf = (key: string) => entryOf(closing, key);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://server");
    const key = url.searchParams.get("key") ?? "";
    if (url.pathname === "/") {
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>streams</title>");
      return;
    }
    if (url.pathname === "/redirect") {
      response.writeHead(302, { location: "/finite" }).end();
      return;
    }
    const type = url.searchParams.get("type") ?? "text/event-stream";
    response.writeHead(200, { "content-type": type, "cache-control": "no-store" });
    response.once("close", () => closingOf(key).resolve());
    if (url.pathname === "/finite") writeParts(response, ["data: a\n", "\ndata: ż", "\n\n", "data: c\n\n"]);
    else if (url.pathname === "/split") {
      // Three bytes each: within the mark, characters and line ends.
      writeParts(
        response,
        Array.from({ length: Math.ceil(SPLIT.length / 3) }, (_, at) => SPLIT.subarray(at * 3, at * 3 + 3)),
      );
    } else if (url.pathname === "/large") response.end(Buffer.alloc(LARGE_BYTES, "data: x\n\n"));
    else if (url.pathname === "/cut") writeParts(response, [Buffer.from("data: ż").subarray(0, -1)]);
    else if (url.pathname === "/json") writeParts(response, ['{"then":', '"a"}']);
    else if (url.pathname === "/lines") writeParts(response, ['{"a":1}\n{"b"', ":2}\n"]);
    else if (url.pathname === "/open") response.write("data: first\n\n");
    else if (url.pathname === "/broken") {
      response.write("data: first\n\n", () => setTimeout(() => response.destroy(), 300));
    } else if (url.pathname === "/long")
      writeLong(
        response,
        url.searchParams.get("end") ?? "",
        Number(url.searchParams.get("bytes") ?? LONG.length),
      );
    else if (url.pathname === "/flood")
      flood(response).then((count) => entryOf(flooding, key).resolve(count));
    else response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    closed: (key) => closingOf(key).promise,
    accepted: (key) => entryOf(flooding, key).promise,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T | PromiseLike<T>) => void;
}

function entryOf<T>(map: Map<string, Deferred<T>>, key: string): Deferred<T> {
  let entry = map.get(key);
  if (entry === undefined) {
    let resolve: (value: T | PromiseLike<T>) => void = () => {};
    const promise = new Promise<T>((done) => {
      resolve = done;
    });
    entry = { promise, resolve };
    map.set(key, entry);
  }
  return entry;
}

function writeParts(response: ServerResponse, parts: readonly (string | Buffer)[]): void {
  const [first, ...rest] = parts;
  if (first === undefined) {
    response.end();
    return;
  }
  // A turn of their own each: they are to leave one by one.
  response.write(first, () => setTimeout(() => writeParts(response, rest), 20));
}

/** Piece by piece; then it ends, breaks, or goes on for ever. */
function writeLong(response: ServerResponse, end: string, bytes: number, from = 0): void {
  if (response.destroyed) return;
  if (from < bytes) {
    const piece = LONG.subarray(from, Math.min(bytes, from + LONG_PIECE));
    response.write(piece, () =>
      setTimeout(() => writeLong(response, end, bytes, from + piece.length), LONG_PAUSE_MS),
    );
  } else if (end === "broken") response.destroy();
  else if (end !== "open") response.end();
}

function flood(response: ServerResponse): Promise<number> {
  return new Promise((resolve) => {
    let count = 0;
    let timer: NodeJS.Timeout | undefined;
    const more = () => {
      clearTimeout(timer);
      timer = setTimeout(() => resolve(count), STALLED_MS);
      while (count < FLOOD_BYTES) {
        count += PIECE.length;
        if (!response.write(PIECE)) {
          response.once("drain", more);
          return;
        }
      }
      resolve(count);
    };
    more();
  });
}
