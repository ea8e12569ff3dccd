import type { Readable, Writable } from "node:stream";
import { WebSocket } from "ws";
import type { Transport } from "./protocol.ts";

/** Frames ended by a NUL byte over two pipes: what Chromium speaks with `--remote-debugging-pipe`. */
export function createPipeTransport(output: Writable, input: Readable): Transport {
  const frameListeners: Array<(frame: string) => void> = [];
  let parts: Buffer[] = [];
  input.on("data", (chunk: Buffer) => {
    let from = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, from)) {
      parts.push(chunk.subarray(from, end));
      const frame = Buffer.concat(parts).toString("utf8");
      parts = [];
      from = end + 1;
      for (const listener of frameListeners) listener(frame);
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  });
  // A browser that is killed breaks the pipe; the close that follows is what tells it.
  input.on("error", () => {});
  output.on("error", () => {});
  return {
    send: (frame) => void output.write(`${frame}\0`),
    onFrame: (listener) => void frameListeners.push(listener),
    onClose: (listener) => void input.on("close", listener),
    close: () => {
      input.destroy();
      output.destroy();
    },
  };
}

/** One frame a message over a WebSocket: what Firefox speaks. */
export async function connectWebSocket(url: string): Promise<Transport> {
  const socket = new WebSocket(url, { maxPayload: 512 * 1024 * 1024, perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", (error) => reject(error));
  });
  socket.on("error", () => {});
  return {
    send: (frame) => socket.send(frame),
    onFrame: (listener) => void socket.on("message", (data) => listener(String(data))),
    onClose: (listener) => void socket.on("close", listener),
    close: () => socket.terminate(),
  };
}
