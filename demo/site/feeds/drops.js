import { socketUrl } from "../address.js";
import { createPause, once } from "../once.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 4000;

/** Connects to a server that drops it, and comes back after 0.5, 1, 2, 4 s. */
export function createDrops(card) {
  const pause = createPause();
  let isStopping = false;
  let loop = Promise.resolve();

  async function run() {
    for (let turn = 0; !isStopping; turn += 1) {
      const socket = new WebSocket(socketUrl("/drops", { turn: String(turn) }));
      socket.addEventListener("open", () => card.state("running", "open"));
      socket.addEventListener("message", ({ data }) => card.received(data));
      const { code } = await once(socket, "close");
      if (isStopping) break;
      card.state("waiting", `dropped with ${code}`);
      await pause.wait(Math.min(FIRST_WAIT_MS * 2 ** (turn % 5), LONGEST_WAIT_MS));
    }
    card.state("stopped");
  }

  return {
    start() {
      isStopping = false;
      loop = run();
    },
    /** Lets the server drop it once more: then everything has arrived. */
    async stop() {
      isStopping = true;
      pause.end();
      await loop;
    },
  };
}
