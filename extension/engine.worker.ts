import { createEngine } from "../src/engine/engine.ts";
import { speakLanguage } from "./languages.ts";
import { createScanStarter } from "./start-scans.ts";

const scans = createScanStarter((it, transfer) => self.postMessage(it, { transfer }));

const engine = createEngine(
  __VERSION__,
  () => performance.timeOrigin + performance.now(),
  scans.start,
  (ask) => self.postMessage(ask),
);
// A Worker cannot ask the browser which language it speaks: the page that starts it says so, first.
self.onmessage = ({ data, ports }) => {
  if ("language" in data) speakLanguage(data.language);
  else if ("scanFailed" in data) scans.told(data);
  else engine.feed(data, ports);
};
