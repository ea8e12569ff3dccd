import { documentStart } from "../src/channel/document-start.ts";
import { createFrameRelay } from "../src/channel/frame-relay.ts";
import type {} from "../src/channel/relay-door.ts";
import { createResendingSender } from "../src/channel/resending-sender.ts";
import { createWorkerLinks, type WorkerRelayLink } from "../src/channel/worker-links.ts";
import type { PageBatch } from "../src/core/wire/page-batch.ts";
import { limitsBy } from "../src/core/wire/page-limits.ts";
import { RELAY_PORT, type Summons } from "../src/core/wire/port-message.ts";
import { frameKey } from "../src/feed/frame-key.ts";

declare global {
  /** Left here by the files in `limits/` that are registered with this one. */
  var duplexLimits: string[] | undefined;
}

const links: WorkerRelayLink[] = [];
const all = (call: keyof WorkerRelayLink) => {
  for (const link of links) link[call]();
};
let listens = false;
const connect = () => {
  // A relay that has never had anything to say needs not to hear that somebody listens.
  if (!listens)
    chrome.runtime.onMessage.addListener((message: Summons) => {
      if (message.kind === "duplex-summons") sender.wake();
    });
  listens = true;
  const port = chrome.runtime.connect({ name: RELAY_PORT });
  // Why a port has gone does not matter; but where nobody looks, the browser complains in the page's console.
  port.onDisconnect.addListener(() => void chrome.runtime?.lastError);
  return port;
};
/** Not by a timer: their numbers are the document's, and the page would miss one. */
const later = (callback: () => void, delay: number) => {
  if (typeof scheduler === "undefined") setTimeout(callback, delay);
  // In Firefox the promise is the page's: refused when the extension has gone in between, it would be unhandled there.
  else scheduler.postTask(callback, { delay }).catch(() => {});
};
const on = { ready: () => all("ready"), arm: () => all("arm"), idle: () => all("idle") };
const limits = limitsBy(globalThis.duplexLimits ?? []);
const sender = createResendingSender(connect, on, later, limits.ringCount === 0 ? 0 : undefined);
const send = (batch: PageBatch) => sender.send(batch);
const linked = (link: WorkerRelayLink) => {
  links.push(link);
  link.ready();
};
// Made when it is needed: most pages open no socket, and are to pay as little as can be for loading this.
let channel: MessageChannel | undefined;
const soon = (callback: () => void) => {
  channel ??= new MessageChannel();
  channel.port1.onmessage = () => callback();
  channel.port2.postMessage(null);
};
const hookUrl = () => chrome.runtime.getURL("hook.js");
const key = frameKey((values) => crypto.getRandomValues(values));
const tellsLeaving = __TARGET__ === "firefox";
createFrameRelay(window, key, hookUrl, limits, send, { later, soon, tellsLeaving }, linked);
const joinWorker = createWorkerLinks(window, send, linked);
globalThis.duplexRelay = { startedAt: () => documentStart(performance), worker: joinWorker };
// The browser closes the ports of a page that it keeps for the Back button.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) sender.wake();
});
