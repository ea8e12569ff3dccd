import type { Browser, Runtime } from "webextension-polyfill";
import type { EpochMs } from "../core/units.ts";
import { RELAY_PORT } from "../core/wire/port-message.ts";
import type { RelayConnection, RelayHandlers, RelaySource } from "./relay-listener.ts";
import { senderOf } from "./relay-sender.ts";
import { isOpenTo, isWithheld, summonRelays } from "./summon-relays.ts";

/** Chromium: a devtools page hears the relays itself. Other tabs' relays are passed over. */
export function listenDirectly(browser: Browser, tabId: number, handlers: RelayHandlers): RelaySource {
  const { runtime, tabs, extension } = browser;
  const ports = new Set<Runtime.Port>();
  const inPrivateWindow = () => extension.inIncognitoContext;
  runtime.onConnect.addListener((port) => {
    if (port.name !== RELAY_PORT) return;
    const sender = senderOf(port);
    if (sender === null || sender.tabId !== tabId) return;
    const command: RelayConnection["command"] = (it) => {
      try {
        port.postMessage(it);
      } catch {
        // The relay has opened another since, and says there again what was not acknowledged.
      }
    };
    const relay: RelayConnection = { sender, command };
    port.onMessage.addListener((message) => handlers.message(relay, message));
    ports.add(port);
    port.onDisconnect.addListener(() => ports.delete(port));
    handlers.connected(relay);
  });
  // When only this end goes, the port stays as long as the DevTools of another tab have heard of it: the relay would go
  // on sending, and nobody acknowledge.
  globalThis.addEventListener?.("pagehide", () => {
    for (const port of ports) port.disconnect();
  });
  const attach = async (started: (at: EpochMs | null) => void) => {
    const tab = await tabs.get(tabId);
    // At once: nothing is written before it is known.
    handlers.attached({ incognito: tab.incognito, heard: true, withheld: isWithheld(tab) });
    if (await summonRelays(browser, tab, started)) return;
    const closed = !(await isOpenTo(browser, tab));
    handlers.attached({ incognito: tab.incognito, heard: closed, closed });
  };
  const summon = () =>
    new Promise<EpochMs | null>((resolve) => {
      attach(resolve).catch(() => {
        handlers.attached({ incognito: inPrivateWindow() === true, heard: true });
        resolve(null);
      });
    });
  void summon();
  return { summon };
}
