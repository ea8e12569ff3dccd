import type { Tabs } from "webextension-polyfill";
import type { Summons } from "../core/wire/port-message.ts";

/** A relay of a page that is just being loaded may not listen yet: it gets another chance after this. */
const AGAIN_AFTER_MS = 1000;

/**
 * Tells every relay of a tab that somebody listens. Answers whether the page has one; one that has none was loaded before
 * the extension was. Of pages where extensions may not run nothing is said: reloading them would not help.
 */
export async function summonRelays(tabs: Tabs.Static, tab: Tabs.Tab): Promise<boolean> {
  if (tab.id === undefined || !/^(https?|file):/.test(tab.url ?? "")) return true;
  if (await reach(tabs, tab.id)) return true;
  await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
  return reach(tabs, tab.id);
}

/** The page itself counts: in a frame of it a relay may be while the page is one that Duplex is off on. */
async function reach(tabs: Tabs.Static, tabId: number): Promise<boolean> {
  const summons: Summons = { kind: "duplex-summons" };
  const presence: Summons = { kind: "duplex-presence" };
  tabs.sendMessage(tabId, summons).catch(() => {});
  return tabs.sendMessage(tabId, presence, { frameId: 0 }).then(
    () => true,
    () => false,
  );
}
