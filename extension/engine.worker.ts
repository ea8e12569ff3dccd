import { createEngine } from "../src/engine/engine.ts";

const engine = createEngine(__VERSION__, () => performance.timeOrigin + performance.now());
self.onmessage = ({ data, ports }) => engine.feed(data, ports);
