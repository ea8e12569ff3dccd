import { createPause } from "../once.js";

const POLL_MS = 1000;

/** Asks every second whether there is news. */
export function createPoll(card) {
  const pause = createPause();
  let isStopping = false;
  let loop = Promise.resolve();
  let since = 0;
  let etag = null;

  async function poll() {
    const url = `/poll?since=${since}`;
    card.sent(`GET ${url}`);
    // With an ETag of its own a page is shown the 304; without, the browser's cache would hide it.
    const response = await fetch(url, { cache: "no-store", headers: etag ? { "if-none-match": etag } : {} });
    const text = await response.text();
    card.received(`${response.status} ${text}`);
    etag = response.headers.get("etag") ?? etag;
    if (response.status === 200) since = JSON.parse(text).at(-1)?.id ?? since;
  }

  async function run() {
    card.state("running", "every second");
    while (!isStopping) {
      await poll();
      if (!isStopping) await pause.wait(POLL_MS);
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
      pause.end();
      await loop;
    },
  };
}
