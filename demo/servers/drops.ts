import type { WebSocket } from "ws";
import { repeatWhileOpen, type SocketHandler, sendJson } from "./feed-socket.ts";

const MESSAGE_MS = 300;
const MESSAGES_BEFORE_DROP = 3;
/** A pong says that the client's network code has everything; its page gets this long to be told. */
const GRACE_MS = 200;

const DROPS: ReadonlyArray<(socket: WebSocket) => void> = [
  (socket) => socket.close(1001, "server is going away"),
  (socket) => socket.close(4000, "kicked"),
  (socket) => socket.terminate(),
];

/**
 * `ws:/drops`: a few messages, then the end: 1001, 4000 and a dead TCP connection in turn, or as `?turn=n` asks.
 * It drops only what the client has surely received, so that the ledger stays true.
 */
export function createDropsHandler(): SocketHandler {
  let turns = 0;
  return (socket, url) => {
    const asked = Number.parseInt(url.searchParams.get("turn") ?? "", 10);
    const turn = asked >= 0 ? asked : turns++;
    let sequence = 0;

    const stop = repeatWhileOpen(socket, MESSAGE_MS, () => {
      sequence += 1;
      sendJson(socket, { type: "update", turn, seq: sequence });
      if (sequence < MESSAGES_BEFORE_DROP) return;
      stop();
      socket.once("pong", () => {
        const timer = setTimeout(() => DROPS[turn % DROPS.length]?.(socket), GRACE_MS);
        socket.once("close", () => clearTimeout(timer));
      });
      socket.ping();
    });
  };
}
