import type { Runtime } from "webextension-polyfill";
import type { RelaySender } from "../core/wire/port-message.ts";

/** Chromium also tells documents apart. */
type Sender = Runtime.MessageSender & { documentId?: string; documentLifecycle?: string };

/** Who is at the other end of a relay's port, by the browser's word; null where it is no content script of a tab. */
export function senderOf(port: Runtime.Port): RelaySender | null {
  const sender: Sender = port.sender ?? {};
  const { tab, frameId, url, documentId, documentLifecycle } = sender;
  if (tab?.id === undefined || frameId === undefined) return null;
  return {
    tabId: tab.id,
    frameId,
    url: url ?? "",
    incognito: tab.incognito,
    documentId: documentId ?? null,
    prerendering: documentLifecycle === "prerender",
  };
}
