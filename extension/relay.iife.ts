import { type RelayLink, takeLink } from "../src/channel/relay-link.ts";
import { createResendingSender } from "../src/channel/resending-sender.ts";
import type { LimitsName } from "../src/core/wire/page-limits.ts";
import { RELAY_PORT, type Summons } from "../src/core/wire/port-message.ts";

declare global {
  /** Left here by the files in `limits/` that are registered with this one. */
  var duplexLimits: LimitsName[] | undefined;
}

let link: RelayLink | null = null;
const connect = () => {
  const port = chrome.runtime.connect({ name: RELAY_PORT });
  // Why a port has gone does not matter; but where nobody looks, the browser complains in the page's console.
  port.onDisconnect.addListener(() => void chrome.runtime?.lastError);
  return port;
};
const on = {
  ready: () => link?.ready(),
  arm: () => link?.arm(),
  idle: () => link?.idle(),
};
const keepsNothing = globalThis.duplexLimits?.includes("ring-off") ?? false;
const sender = createResendingSender(connect, on, keepsNothing ? 0 : undefined);
takeLink(
  window,
  (batch) => sender.send(batch),
  (linked) => {
    link = linked;
    for (const name of globalThis.duplexLimits ?? []) linked.limits(name);
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
