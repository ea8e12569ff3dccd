import { socketUrl } from "../address.js";
import { stopFeed } from "../once.js";

const CHANGE_MS = 2500;
const SYMBOLS = ["XYZ", "DUPLEX"];

/** The price ticker; subscribes to one more symbol, or gives one up, every 2.5 s. */
export function createTicker(card) {
  let socket = null;
  let timer = 0;

  const send = (text) => {
    socket.send(text);
    card.sent(text);
  };

  return {
    start() {
      socket = new WebSocket(socketUrl("/ticker"));
      let change = 0;
      socket.addEventListener("open", () => card.state("running", "open"));
      socket.addEventListener("message", ({ data }) => card.received(data));
      socket.addEventListener("close", (event) => card.state("stopped", `closed ${event.code}`));
      timer = setInterval(() => {
        if (socket.readyState !== WebSocket.OPEN) return;
        const type = change % 4 < SYMBOLS.length ? "subscribe" : "unsubscribe";
        send(JSON.stringify({ type, symbol: SYMBOLS[change % SYMBOLS.length] }));
        change += 1;
      }, CHANGE_MS);
    },
    async stop() {
      clearInterval(timer);
      await stopFeed(socket, send);
    },
  };
}
