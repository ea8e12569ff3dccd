import { requestUrl } from "../address.js";
import { createPause } from "../once.js";

const FORMATS = ["sse", "crlf", "ndjson", "json-seq", "grpc-web", "grpc-web-text", "connect"];
const PAUSE_MS = 1000;

/** Every way in which a page can read a stream. */
const WAYS = {
  async getReader(url) {
    const reader = (await fetch(url)).body.getReader();
    let bytes = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length;
    return bytes;
  },
  async byob(url) {
    const reader = (await fetch(url)).body.getReader({ mode: "byob" });
    let bytes = 0;
    let buffer = new ArrayBuffer(16);
    while (true) {
      const { done, value } = await reader.read(new Uint8Array(buffer));
      if (done) return bytes;
      bytes += value.length;
      buffer = value.buffer;
    }
  },
  async "for await"(url) {
    let bytes = 0;
    for await (const chunk of (await fetch(url)).body) bytes += chunk.length;
    return bytes;
  },
  async pipeThrough(url) {
    const reader = (await fetch(url)).body.pipeThrough(new TextDecoderStream()).getReader();
    let signs = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) signs += part.value.length;
    return signs;
  },
  async tee(url) {
    const [one, other] = (await fetch(url)).body.tee();
    const both = await Promise.all([new Response(one).arrayBuffer(), new Response(other).arrayBuffer()]);
    return both[1].byteLength;
  },
  async clone(url) {
    const response = await fetch(url);
    const clone = response.clone();
    const [bytes] = await Promise.all([response.arrayBuffer(), clone.blob()]);
    return bytes.byteLength;
  },
  async arrayBuffer(url) {
    return (await (await fetch(url)).arrayBuffer()).byteLength;
  },
  async blob(url) {
    return (await (await fetch(url)).blob()).size;
  },
  xhr: (url) => readByXhr(url, "arraybuffer"),
};

/** These read text: of a binary format that would not be its bytes. */
const TEXT_WAYS = {
  text: async (url) => (await (await fetch(url)).text()).length,
  "xhr, growing": (url) => readByXhr(url, ""),
};
const BINARY = new Set(["grpc-web", "connect"]);

function readByXhr(url, type) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = type;
    request.onload = () => resolve(type === "" ? request.responseText.length : request.response.byteLength);
    request.onerror = () => reject(new Error("the request failed"));
    request.send();
  });
}

/** Streams of every format, each read in every way, one after the other. */
export function createFormats(card) {
  const pause = createPause();
  let isStopping = false;
  let loop = Promise.resolve();

  async function run() {
    while (!isStopping) {
      for (const format of FORMATS) {
        const ways = BINARY.has(format) ? WAYS : { ...WAYS, ...TEXT_WAYS };
        card.state("running", format);
        await Promise.all(
          Object.entries(ways).map(async ([way, read]) => {
            card.received(`${format} by ${way}: ${await read(requestUrl("/formats", { format, way }))}`);
          }),
        );
      }
      card.state("waiting", "between rounds");
      if (!isStopping) await pause.wait(PAUSE_MS);
    }
    card.state("stopped");
  }

  return {
    start() {
      isStopping = false;
      loop = run().catch((error) => card.state("stopped", String(error)));
    },
    /** A round is read to its end: a stream that is cut would end differently on each side. */
    async stop() {
      isStopping = true;
      pause.end();
      await loop;
    },
  };
}
