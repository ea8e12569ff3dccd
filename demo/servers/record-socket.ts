import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import type { LedgerBook, LedgerMessage } from "./ledger.ts";
import { toAbsoluteUrl } from "./record-request.ts";

type SendOptions = { binary?: boolean | undefined };
type SendCallback = (error?: Error) => void;

/**
 * Writes every message of one server-side socket into the ledger. Call it before any other listener is added: then a
 * message is written down whatever its handler does.
 */
export function recordSocket(socket: WebSocket, url: string, book: LedgerBook): void {
  const connection = book.openConnection("websocket", url);
  socket.on("message", (data, isBinary) => {
    connection.record({ direction: "sent", ...toPayload(data, isBinary) });
  });
  socket.on("close", (code) => connection.close(code));
  // An 'error' nobody listens to would end the process; 'close' follows it and says what there is to say.
  socket.on("error", () => {});

  const send = socket.send.bind(socket) as (data: unknown, options: SendOptions, done: SendCallback) => void;
  socket.send = (data: unknown, options?: SendOptions | SendCallback, callback?: SendCallback): void => {
    const sendOptions = typeof options === "function" ? {} : (options ?? {});
    const done = typeof options === "function" ? options : callback;
    const isBinary = sendOptions.binary ?? typeof data !== "string";
    // `ws` takes a message for a closing socket, and only its callback says that it went nowhere.
    const strike =
      socket.readyState === socket.OPEN
        ? connection.record({ direction: "received", ...toPayload(data, isBinary) })
        : () => {};
    send(data, sendOptions, (error) => {
      if (error) strike();
      done?.(error);
    });
  };
}

/** A `WebSocketServer` whose sockets are all recorded; Socket.IO takes it as its `wsEngine`. */
export function createRecordingServerClass(
  book: LedgerBook,
  live: Set<WebSocket>,
): new (
  options: ServerOptions,
) => WebSocketServer {
  return class RecordingServer extends WebSocketServer {
    constructor(options: ServerOptions) {
      // Engine.IO is told that compression is on, so that it does not write pre-encoded broadcast frames past send().
      super({ ...options, perMessageDeflate: false });
    }

    override handleUpgrade(
      request: IncomingMessage,
      stream: Duplex,
      head: Buffer,
      callback: (client: WebSocket, request: IncomingMessage) => void,
    ): void {
      super.handleUpgrade(request, stream, head, (client) => {
        live.add(client);
        client.once("close", () => live.delete(client));
        recordSocket(client, toAbsoluteUrl(request, "ws"), book);
        callback(client, request);
      });
    }
  };
}

/** Copies the payload at once: the caller may reuse its buffer after send(). */
function toPayload(data: unknown, isBinary: boolean): Pick<LedgerMessage, "type" | "data"> {
  if (typeof data === "string" && !isBinary) return { type: "text", data };
  const bytes = toBuffer(data);
  return isBinary
    ? { type: "binary", data: bytes.toString("base64") }
    : { type: "text", data: bytes.toString("utf8") };
}

function toBuffer(data: unknown): Buffer {
  if (typeof data === "string") return Buffer.from(data);
  if (Array.isArray(data)) return Buffer.concat(data as Buffer[]);
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  throw new TypeError("The ledger has no way to write this payload down");
}

/** The bytes of a received message, whatever form `ws` gave it. */
export function toBytes(data: RawData): Buffer {
  return toBuffer(data);
}
