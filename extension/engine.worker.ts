import { createEngine } from "../src/engine/engine.ts";

const engine = createEngine(
  __VERSION__,
  () => performance.timeOrigin + performance.now(),
  (ask) => self.postMessage(ask),
);
self.onmessage = ({ data, ports }) => engine.feed(data, ports);
