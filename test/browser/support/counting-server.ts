import { createHash } from "node:crypto";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";

/** What one request and its answer were on the wire. */
export interface CountedRequest {
  readonly path: string;
  readonly sentHeaders: number;
  readonly sentBody: number;
  readonly receivedHeaders: number;
  /** With the framing of chunks. */
  readonly receivedBody: number;
}

/** What a WebSocket was on the wire after its handshake, without its closing frames; by the page's directions. */
export interface CountedSocket {
  readonly path: string;
  sent: number;
  received: number;
  /** Data frames, continuations among them. */
  sentFrames: number;
  receivedFrames: number;
}

/** A server on loopback that counts each byte of its TCP connections, and parses by itself. */
export interface CountingServer {
  readonly origin: string;
  readonly requests: readonly CountedRequest[];
  readonly sockets: readonly CountedSocket[];
  close(): Promise<void>;
}

const PAGE = "<!doctype html><title>sizes</title>";
const LONG = "0123456789abcdef".repeat(4500);

/** By path: the lines after the status line, and the body as it goes over the wire. */
const ANSWERS: Readonly<Record<string, readonly [status: string, lines: readonly string[], body: Buffer]>> = {
  "/": ["200 OK", ["Content-Type: text/html"], Buffer.from(PAGE)],
  "/cookies": [
    "200 OK",
    ["Set-Cookie: a=1; Path=/", "Set-Cookie: bb=22; Path=/", "Content-Type: text/plain"],
    Buffer.from("set"),
  ],
  "/no-content": ["204 No Content", [], Buffer.alloc(0)],
  "/not-modified": ["304 Not Modified", ['ETag: "v1"'], Buffer.alloc(0)],
  "/missing": ["404 Nothing Here", ["X-Why: not today", "Content-Type: application/json"], Buffer.from("{}")],
  "/no-reason": ["200 ", ["content-type: application/json"], Buffer.from("[1]")],
  "/chunked": [
    "200 OK",
    ["Transfer-Encoding: chunked", "Content-Type: text/plain"],
    Buffer.from("5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"),
  ],
  "/packed": ["200 OK", ["Content-Encoding: gzip", "Content-Type: text/plain"], gzipSync(LONG)],
  "/large": ["200 OK", ["Content-Type: text/plain"], Buffer.from(LONG)],
  "/empty": ["200 OK", ["Content-Type: application/json"], Buffer.alloc(0)],
};
const OTHERS = ["200 OK", ["Content-Type: application/json"], Buffer.from('{"ok":true}')] as const;

/** Starts it on a free port. */
export async function startCountingServer(): Promise<CountingServer> {
  const requests: CountedRequest[] = [];
  const sockets: CountedSocket[] = [];
  const open = new Set<Socket>();

  function answer(path: string, method: string): { head: Buffer; body: Buffer } {
    const [status, lines, body] = ANSWERS[path] ?? OTHERS;
    const bare = status.startsWith("204") || status.startsWith("304");
    const hasLength = !bare && !lines.some((it) => it.startsWith("Transfer-Encoding"));
    const all = [...lines, ...(hasLength ? [`Content-Length: ${body.length}`] : [])];
    const cached = path === "/not-modified" ? "" : "Cache-Control: no-store\r\n";
    return {
      head: Buffer.from(`HTTP/1.1 ${status}\r\n${cached}${all.map((it) => `${it}\r\n`).join("")}\r\n`),
      body: method === "HEAD" ? Buffer.alloc(0) : body,
    };
  }

  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => {});
    let waiting = Buffer.alloc(0);
    let frames: ((data: Buffer) => void) | null = null;
    socket.on("data", (data) => {
      if (frames !== null) {
        frames(data);
        return;
      }
      waiting = Buffer.concat([waiting, data]);
      for (;;) {
        const end = waiting.indexOf("\r\n\r\n");
        if (end < 0) return;
        const head = waiting.subarray(0, end + 4).toString("latin1");
        const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
        if (waiting.length < end + 4 + length) return;
        waiting = waiting.subarray(end + 4 + length);
        const [method = "", target = ""] = head.split(" ");
        const path = target.replace(/\?.*$/, "");
        const key = /^sec-websocket-key: *(\S+)/im.exec(head)?.[1];
        if (key !== undefined) {
          frames = upgrade(socket, path, key, sockets);
          return;
        }
        // The first time there is something to keep.
        const isFirst = path === "/not-modified" && !/^if-none-match:/im.test(head);
        const { head: told, body } = isFirst
          ? {
              head: Buffer.from(
                'HTTP/1.1 200 OK\r\nETag: "v1"\r\nCache-Control: no-cache\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\n',
              ),
              body: Buffer.from("kept"),
            }
          : answer(path, method);
        socket.write(Buffer.concat([told, body]));
        requests.push({
          path: target,
          sentHeaders: end + 4,
          sentBody: length,
          receivedHeaders: told.length,
          receivedBody: body.length,
        });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    sockets,
    close() {
      for (const it of open) it.destroy();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

/**
 * Answers the handshake without compression, counts what comes, and does as it is told: a text `text 126` or `binary 126` is answered with a
 * message of as many bytes, `parts 300 3` with one in three frames.
 */
function upgrade(
  socket: Socket,
  path: string,
  key: string,
  sockets: CountedSocket[],
): (data: Buffer) => void {
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const counted: CountedSocket = { path, sent: 0, received: 0, sentFrames: 0, receivedFrames: 0 };
  sockets.push(counted);
  let waiting = Buffer.alloc(0);

  function send(opcode: number, fin: boolean, payload: Buffer): void {
    const head = Buffer.from([(fin ? 0x80 : 0) | opcode, ...lengthOf(payload.length)]);
    socket.write(Buffer.concat([head, payload]));
    if (opcode >= 8) return;
    counted.received += head.length + payload.length;
    counted.receivedFrames += 1;
  }

  function obey(text: string): void {
    const [kind = "", size = "0", parts = "1"] = text.split(" ");
    if (!["text", "binary", "parts"].includes(kind)) return;
    const count = Number(parts);
    for (let part = 0; part < count; part += 1) {
      const share = Math.floor(Number(size) / count) + (part === 0 ? Number(size) % count : 0);
      send(part > 0 ? 0 : kind === "binary" ? 2 : 1, part === count - 1, Buffer.alloc(share, "x"));
    }
  }

  return (data) => {
    waiting = Buffer.concat([waiting, data]);
    for (;;) {
      const frame = readFrame(waiting);
      if (frame === null) return;
      waiting = waiting.subarray(frame.bytes);
      if (frame.opcode === 8) {
        send(8, true, frame.payload);
        socket.end();
        return;
      }
      counted.sent += frame.bytes;
      counted.sentFrames += 1;
      if (frame.opcode === 1 && frame.payload.length < 40) obey(frame.payload.toString());
    }
  };
}

function lengthOf(size: number): number[] {
  if (size <= 125) return [size];
  if (size <= 65_535) return [126, size >> 8, size & 255];
  return [127, 0, 0, 0, 0, (size >>> 24) & 255, (size >>> 16) & 255, (size >>> 8) & 255, size & 255];
}

/** A masked frame at the beginning of some bytes (RFC 6455 5.2); null where not all of it is there. */
function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; bytes: number } | null {
  if (bytes.length < 2) return null;
  const short = (bytes[1] as number) & 127;
  const at = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0);
  if (bytes.length < at + 4) return null;
  const size =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < at + 4 + size) return null;
  const payload = Buffer.from(bytes.subarray(at + 4, at + 4 + size)).map(
    (it, index) => it ^ (bytes[at + (index % 4)] as number),
  );
  return { opcode: (bytes[0] as number) & 15, payload: Buffer.from(payload), bytes: at + 4 + size };
}
