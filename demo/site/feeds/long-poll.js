import { streamsOrigin } from "../address.js";

/** Asks, waits for the answer, and asks again at once. */
export function createLongPoll(card) {
  let isStopping = false;
  let loop = Promise.resolve();
  let cursor = 0;

  async function run() {
    card.state("running", "waiting for an answer");
    while (!isStopping) {
      card.sent(`GET /long-poll?cursor=${cursor}`);
      const response = await fetch(`${streamsOrigin()}/long-poll?cursor=${cursor}`);
      const text = await response.text();
      card.received(`${response.status} ${text}`);
      if (response.status === 200) cursor = JSON.parse(text).cursor;
    }
    card.state("stopped");
  }

  return {
    start() {
      isStopping = false;
      loop = run().catch((error) => card.state("stopped", String(error)));
    },
    async stop() {
      isStopping = true;
      // The held answer comes now instead of in three seconds; aborted, it would be unclear to which side it belongs.
      const [answer] = await Promise.all([
        fetch(`${streamsOrigin()}/long-poll/release`, { method: "POST" }),
        loop,
      ]);
      await answer.arrayBuffer();
    },
  };
}
