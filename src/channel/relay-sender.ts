import type { Runtime } from "webextension-polyfill";
import type { RelaySender } from "../core/wire/port-message.ts";

/** `origin` is newer than the types (Chrome 80, Firefox 126); Chromium also tells documents apart. */
type Sender = Runtime.MessageSender & { origin?: string; documentId?: string; documentLifecycle?: string };

/** Who is at the other end of a relay's port, by the browser's word; null where it is no content script of a tab. */
export function senderOf(port: Runtime.Port): RelaySender | null {
  const sender: Sender = port.sender ?? {};
  const { tab, frameId, url, origin, documentId, documentLifecycle } = sender;
  if (tab?.id === undefined || frameId === undefined) return null;
  return {
    tabId: tab.id,
    frameId,
    url: url ?? "",
    origin: origin ?? "",
    incognito: tab.incognito,
    documentId: documentId ?? null,
    prerendering: documentLifecycle === "prerender",
  };
}
