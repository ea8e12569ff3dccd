import type { WebSocket } from "ws";
import { onMessages } from "./feed-socket.ts";

/** `ws:/echo`: text comes back as text, binary as binary, in order. */
export function serveEcho(socket: WebSocket): void {
  onMessages(socket, {
    text: (text) => socket.send(text),
    binary: (bytes) => socket.send(bytes),
  });
}
