import type { Browser } from "webextension-polyfill";
import { RELAY_PORT, type Summons } from "../core/wire/port-message.ts";
import type { RelayConnection, RelayHandlers } from "./relay-listener.ts";
import { senderOf } from "./relay-sender.ts";

/** Chromium: a devtools page hears the relays itself. Other tabs' relays are passed over. */
export function listenDirectly({ runtime, tabs }: Browser, tabId: number, handlers: RelayHandlers): void {
  runtime.onConnect.addListener((port) => {
    if (port.name !== RELAY_PORT) return;
    const sender = senderOf(port);
    if (sender === null || sender.tabId !== tabId) return;
    const relay: RelayConnection = { sender, command: (command) => port.postMessage(command) };
    port.onMessage.addListener((message) => handlers.message(relay, message));
    handlers.connected(relay);
  });
  void summon();

  async function summon(): Promise<void> {
    const summons: Summons = { kind: "duplex-summons" };
    const { incognito } = await tabs.get(tabId);
    const heard = await tabs.sendMessage(tabId, summons).then(
      () => true,
      () => false,
    );
    handlers.attached({ incognito, heard });
  }
}
