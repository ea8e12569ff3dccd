import { documentStart } from "../src/channel/document-start.ts";
import { type RelayLink, takeLink } from "../src/channel/relay-link.ts";
import { createResendingSender } from "../src/channel/resending-sender.ts";
import { createWorkerLinks } from "../src/channel/worker-links.ts";
import type { Batch } from "../src/core/wire/batch.ts";
import type { LimitsName } from "../src/core/wire/page-limits.ts";
import { RELAY_PORT, type Summons } from "../src/core/wire/port-message.ts";
import type { WorkerNotice } from "../src/core/wire/worker-link.ts";

declare global {
  /** Left here by the files in `limits/` that are registered with this one. */
  var duplexLimits: LimitsName[] | undefined;
}

type Linked = Omit<RelayLink, "limits">;
const links: Linked[] = [];
const all = (call: keyof Linked) => {
  for (const link of links) link[call]();
};
const connect = () => {
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
const limits = globalThis.duplexLimits ?? [];
const sender = createResendingSender(connect, on, later, limits.includes("ring-off") ? 0 : undefined);
const take = (batch: Batch) => sender.send(batch);
const linked = (link: Linked) => {
  links.push(link);
  link.ready();
};
takeLink(window, take, (link) => {
  for (const name of limits) link.limits(name);
  linked(link);
});
const joinWorker = createWorkerLinks(window, take, linked);
chrome.runtime.onMessage.addListener((message: Summons | WorkerNotice, _, answer) => {
  if (message.kind === "duplex-summons") sender.wake();
  else if (message.kind === "duplex-presence") answer(documentStart(performance));
  else if (message.kind === "duplex-worker") joinWorker(message);
});
// The browser closes the ports of a page that it keeps for the Back button.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) sender.wake();
});
