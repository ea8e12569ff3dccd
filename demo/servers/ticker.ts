import type { WebSocket } from "ws";
import { onMessages, parseCommand, repeatWhileOpen, sendJson } from "./feed-socket.ts";

/** 20 Hz: quick enough that a panel has to keep up, slow enough to read. */
const TICK_MS = 50;
/** Symbols are the client's words; a client may not make the server remember without end. */
const MAX_SYMBOLS = 50;

/**
 * `ws:/ticker`: a price every tick, the subscribed symbols in turn, "ABC" from the start. After "stop" the answer
 * "stopped" is the last message.
 */
export function serveTicker(socket: WebSocket): void {
  const symbols = ["ABC"];
  let sequence = 0;

  const stop = repeatWhileOpen(socket, TICK_MS, () => {
    const symbol = symbols[sequence % symbols.length];
    if (symbol === undefined) return;
    sequence += 1;
    const price = Math.round((100 + 10 * Math.sin(sequence / 20) + symbol.length) * 100) / 100;
    sendJson(socket, { type: "price", symbol, price, seq: sequence });
  });

  onMessages(socket, {
    text(text) {
      const command = parseCommand(text);
      if (command?.type === "stop") {
        stop();
        sendJson(socket, { type: "stopped" });
      } else if (command?.type === "subscribe" && command.symbol && symbols.length < MAX_SYMBOLS) {
        if (!symbols.includes(command.symbol)) symbols.push(command.symbol);
        sendJson(socket, { type: "subscribed", symbol: command.symbol });
      } else if (command?.type === "unsubscribe" && command.symbol) {
        const at = symbols.indexOf(command.symbol);
        if (at >= 0) symbols.splice(at, 1);
        sendJson(socket, { type: "unsubscribed", symbol: command.symbol });
      } else {
        sendJson(socket, { type: "error", message: "expected subscribe, unsubscribe or stop" });
      }
    },
  });
}
