import type { Runtime } from "webextension-polyfill";
import type { RelaySender } from "../core/wire/port-message.ts";

/** Who is at the other end of a relay's port, by the browser's word; null where it is no content script of a tab. */
export function senderOf(port: Runtime.Port): RelaySender | null {
  const { tab, frameId, url } = port.sender ?? {};
  // Newer than the types: Chrome 80, Firefox 126.
  const { origin } = (port.sender ?? {}) as { origin?: string };
  if (tab?.id === undefined || frameId === undefined) return null;
  return { tabId: tab.id, frameId, url: url ?? "", origin: origin ?? "", incognito: tab.incognito };
}
