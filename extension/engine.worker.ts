import { language } from "../src/core/text/language.ts";
import { createEngine } from "../src/engine/engine.ts";
import { speakLanguage } from "./languages.ts";

const engine = createEngine(
  __VERSION__,
  () => performance.timeOrigin + performance.now(),
  () => {
    const worker = new Worker(new URL("./scan.worker.ts", import.meta.url), { type: "module" });
    worker.postMessage({ language: language() });
    return worker;
  },
  (ask) => self.postMessage(ask),
);
// A Worker cannot ask the browser which language it speaks: the page that starts it says so, first.
self.onmessage = ({ data, ports }) => {
  if ("language" in data) speakLanguage(data.language);
  else engine.feed(data, ports);
};
