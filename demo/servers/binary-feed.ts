import type { WebSocket } from "ws";
import { onMessages, parseCommand, repeatWhileOpen, sendJson } from "./feed-socket.ts";

const FRAME_MS = 100;
/** u32 sequence, f64 time; both big-endian. */
const HEADER_BYTES = 12;
/** An empty frame, a bare header, sizes around the 125/126 byte step of the frame header, every byte value, a few kB. */
const FRAME_SIZES = [0, 12, 13, 64, 125, 126, 127, HEADER_BYTES + 256, 1024, 4096];

/** `ws:/binary`: frames of many sizes; binary from the page comes back reversed; "stop" is answered by "stopped". */
export function serveBinaryFeed(socket: WebSocket): void {
  let sequence = 0;
  const stop = repeatWhileOpen(socket, FRAME_MS, () => {
    socket.send(createFrame(sequence));
    sequence += 1;
  });

  onMessages(socket, {
    text(text) {
      if (parseCommand(text)?.type === "stop") {
        stop();
        sendJson(socket, { type: "stopped" });
      } else {
        sendJson(socket, { type: "error", message: "expected stop, or binary" });
      }
    },
    binary(bytes) {
      socket.send(Buffer.from(bytes).reverse());
    },
  });
}

function createFrame(sequence: number): Buffer {
  const frame = Buffer.alloc(FRAME_SIZES[sequence % FRAME_SIZES.length] ?? 0);
  if (frame.length < HEADER_BYTES) return frame;
  frame.writeUInt32BE(sequence, 0);
  frame.writeDoubleBE(Date.now(), 4);
  for (let at = HEADER_BYTES; at < frame.length; at += 1) frame[at] = (sequence + at) & 0xff;
  return frame;
}
