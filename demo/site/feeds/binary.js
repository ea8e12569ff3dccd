import { socketUrl } from "../address.js";
import { stopFeed } from "../once.js";

const SEND_MS = 1000;

/** Two binary sockets: one whose messages are Blobs, one whose messages are ArrayBuffers. */
export function createBinary(card) {
  let sockets = [];
  let timer = 0;

  function open(binaryType) {
    const socket = new WebSocket(socketUrl("/binary"));
    socket.binaryType = binaryType;
    socket.addEventListener("open", () => card.state("running", "open"));
    socket.addEventListener("message", ({ data }) => card.received(data));
    socket.addEventListener("close", (event) => card.state("stopped", `closed ${event.code}`));
    return socket;
  }

  return {
    start() {
      sockets = [open("blob"), open("arraybuffer")];
      let count = 0;
      timer = setInterval(() => {
        count += 1;
        const bytes = Uint8Array.from({ length: (count * 37) % 300 }, (_, at) => (count + at) & 255);
        for (const socket of sockets) {
          if (socket.readyState !== WebSocket.OPEN) continue;
          socket.send(bytes);
          card.sent(bytes);
        }
      }, SEND_MS);
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(
        sockets.map((socket) =>
          stopFeed(socket, (text) => {
            socket.send(text);
            card.sent(text);
          }),
        ),
      );
    },
  };
}
