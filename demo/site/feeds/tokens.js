import { createClientName, requestUrl } from "../address.js";
import { createPause } from "../once.js";

const PAUSE_MS = 3000;

/** A streamed answer after the other, as an event stream and as NDJSON in turn. */
export function createTokens(card) {
  const pause = createPause();
  let isStopping = false;
  let client = "";
  let loop = Promise.resolve();

  async function run() {
    for (let round = 0; !isStopping; round += 1) {
      const format = round % 2 === 0 ? "sse" : "ndjson";
      client = createClientName();
      await readAnswer(requestUrl("/tokens", { client, format }), format);
      if (isStopping) break;
      card.state("waiting", "between answers");
      await pause.wait(PAUSE_MS);
    }
    card.state("stopped");
  }

  async function readAnswer(url, format) {
    const prompt = JSON.stringify({ prompt: "What is real-time?" });
    card.sent(prompt);
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: prompt,
    });
    card.state("running", format);
    const separator = format === "sse" ? "\n\n" : "\n";
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    let stopRequest = null;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const pieces = (rest + part.value).split(separator);
      rest = pieces.pop();
      for (const piece of pieces) card.received(piece);
      if (isStopping) stopRequest ??= askToStop();
    }
    await stopRequest;
  }

  /** The answer is cut short, but ends as every answer does; an aborted one would end differently on each side. */
  async function askToStop() {
    const answer = await fetch(`/tokens/stop?client=${client}`, { method: "POST" });
    await answer.arrayBuffer();
  }

  return {
    start() {
      isStopping = false;
      loop = run().catch((error) => card.state("stopped", String(error)));
    },
    async stop() {
      isStopping = true;
      pause.end();
      await loop;
    },
  };
}
