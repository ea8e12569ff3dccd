import { io } from "/vendor/socket.io.esm.min.js";
import { createClientName } from "../address.js";
import { once } from "../once.js";

const MESSAGE_MS = 2000;
const ATTACHMENT_EVERY = 4;
const PHRASES = ["hello", "is anybody here?", "zażółć 👋", "what a nice room"];

/** The Socket.IO chat. */
export function createChat(card) {
  let socket = null;
  let timer = 0;
  /** Resolves when the transport is the one it will stay with. */
  let upgraded = Promise.resolve();

  async function ask(...event) {
    card.sent(event);
    card.received(await socket.emitWithAck(...event));
  }

  /** Waits for a connection on its way; false when it will not come. */
  function isConnected() {
    if (socket.connected) return true;
    return new Promise((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("connect_error", () => resolve(false));
    });
  }

  return {
    start() {
      const client = createClientName();
      // forceNew: a second start gets a second connection, and its own URL.
      socket = io({ query: { client }, forceNew: true });
      socket.io.on("open", () => {
        upgraded = new Promise((resolve) => {
          for (const type of ["upgrade", "upgradeError", "close"]) socket.io.engine.once(type, resolve);
        });
      });
      socket.on("connect", () => {
        card.state("running", "connected");
        ask("join", `room-${client}`).catch(() => {});
      });
      socket.on("connect_error", (error) => card.state("waiting", error.message));
      socket.on("disconnect", (reason) => card.state(socket.active ? "waiting" : "stopped", reason));
      socket.onAny((...event) => card.received(event));

      let count = 0;
      timer = setInterval(() => {
        if (!socket.connected) return;
        count += 1;
        ask("message", PHRASES[count % PHRASES.length]).catch(() => {});
        if (count % ATTACHMENT_EVERY === 0) {
          const bytes = Uint8Array.from({ length: 64 }, (_, at) => (count * at) & 255);
          ask("attachment", { name: "mine.bin", bytes }).catch(() => {});
        }
      }, MESSAGE_MS);
    },

    async stop() {
      clearInterval(timer);
      if (!(await isConnected())) {
        socket.disconnect();
        return;
      }
      // An upgrade under way would be cut off with frames on the line.
      await upgraded;
      const raw = socket.io.engine.transport.ws;
      const closed = raw ? once(raw, "close") : Promise.resolve();
      const disconnected = new Promise((resolve) => socket.once("disconnect", resolve));
      // The server answers, stops its bot and closes.
      ask("stop").catch(() => {});
      await Promise.all([closed, disconnected]);
    },
  };
}
