import { createEngine } from "../src/engine/engine.ts";

const engine = createEngine(
  __VERSION__,
  () => performance.timeOrigin + performance.now(),
  () => new Worker(new URL("./scan.worker.ts", import.meta.url), { type: "module" }),
  (ask) => self.postMessage(ask),
);
self.onmessage = ({ data, ports }) => engine.feed(data, ports);
