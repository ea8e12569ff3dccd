import { type RelayLink, takeLink } from "../src/channel/relay-link.ts";
import { createResendingSender } from "../src/channel/resending-sender.ts";
import { RELAY_PORT, type Summons } from "../src/core/wire/port-message.ts";

let link: RelayLink | null = null;
const connect = () => {
  const port = chrome.runtime.connect({ name: RELAY_PORT });
  // Why a port has gone does not matter; but where nobody looks, the browser complains in the page's console.
  port.onDisconnect.addListener(() => void chrome.runtime?.lastError);
  return port;
};
/** Not by a timer: their numbers are the document's, and the page would miss one. */
const later = (callback: () => void, delay: number) => {
  if (typeof scheduler === "undefined") setTimeout(callback, delay);
  else void scheduler.postTask(callback, { delay });
};
const sender = createResendingSender(
  connect,
  {
    ready: () => link?.ready(),
    arm: () => link?.arm(),
    idle: () => link?.idle(),
  },
  later,
);
takeLink(
  window,
  (batch) => sender.send(batch),
  (linked) => {
    link = linked;
    linked.ready();
  },
);
chrome.runtime.onMessage.addListener((message: Summons) => {
  if (message.kind === "duplex-summons") sender.wake();
});
// The browser closes the ports of a page that it keeps for the Back button.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) sender.wake();
});
