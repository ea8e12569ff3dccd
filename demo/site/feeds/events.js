import { createClientName, streamsOrigin } from "../address.js";
import { once } from "../once.js";

/** The SSE feed, with a server that hangs up every 8 s. */
export function createEvents(card) {
  let source = null;
  let client = "";

  return {
    start() {
      client = createClientName();
      source = new EventSource(`${streamsOrigin()}/events?client=${client}&drop=8`);
      source.addEventListener("open", () => card.state("running", "open"));
      source.addEventListener("error", () => card.state("waiting", "reconnecting"));
      for (const type of ["price", "news", "message", "end"]) {
        source.addEventListener(type, (event) => {
          card.received(`${type} ${event.lastEventId}: ${event.data}`);
        });
      }
    },
    async stop() {
      const ended = once(source, "end");
      try {
        // Nothing to stop before the server has seen the EventSource; an error now means that it is not there.
        if (source.readyState !== EventSource.OPEN) {
          const { type } = await Promise.race([once(source, "open"), once(source, "error")]);
          if (type === "error") return;
        }
        const answer = await fetch(`${streamsOrigin()}/events/stop?client=${client}`, { method: "POST" });
        await Promise.all([answer.arrayBuffer(), ended]);
      } finally {
        source.close();
        card.state("stopped");
      }
    },
  };
}
