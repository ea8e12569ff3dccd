import type { WebSocket } from "ws";
import { toBytes } from "./record-socket.ts";

/** Serves one WebSocket connection; `url` is the handshake's. */
export type SocketHandler = (socket: WebSocket, url: URL) => void;

/** What a server does with one message from the page. */
export interface MessageHandlers {
  text?(text: string): void;
  binary?(bytes: Buffer): void;
}

/** Listens to the page's messages. A handler that throws costs its own connection, never the server. */
export function onMessages(socket: WebSocket, handlers: MessageHandlers): void {
  socket.on("message", (data, isBinary) => {
    try {
      if (isBinary) handlers.binary?.(toBytes(data));
      else handlers.text?.(toBytes(data).toString("utf8"));
    } catch {
      socket.close(1011, "the demo's server failed");
    }
  });
}

/** Calls `tick` every `everyMs` until the socket closes or the result is called. */
export function repeatWhileOpen(socket: WebSocket, everyMs: number, tick: () => void): () => void {
  const timer = setInterval(tick, everyMs);
  const stop = (): void => clearInterval(timer);
  socket.once("close", stop);
  return stop;
}

/** Sends a value as JSON text. */
export function sendJson(socket: WebSocket, value: unknown): void {
  socket.send(JSON.stringify(value));
}

/** A command from the page, `{"type": …}`; null when it is not one. */
export function parseCommand(text: string): { type: string; symbol: string | null } | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { type, symbol } = value as Record<string, unknown>;
  if (typeof type !== "string") return null;
  return { type, symbol: typeof symbol === "string" ? symbol : null };
}
