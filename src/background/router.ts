import type { Browser, Runtime } from "webextension-polyfill";
import { senderOf } from "../channel/relay-sender.ts";
import { isOpenTo, isWithheld, summonRelays } from "../channel/summon-relays.ts";
import {
  DEVTOOLS_PORT,
  RELAY_PORT,
  type RelayCommand,
  type RouterMessage,
} from "../core/wire/port-message.ts";
import { socketsOfWorkers, watchRequests } from "./watch-requests.ts";

/**
 * Firefox only: relays can reach nobody but the background, so it joins each relay's port to the devtools page of the
 * same tab. It looks into nothing and keeps nothing that may not be lost: when the browser stops it, both ends connect
 * again and the relays repeat what was not acknowledged. `inspected` is told of the tabs that have DevTools open.
 */
export function startRouter(browser: Browser, inspected: (tabIds: readonly number[]) => void): void {
  const { runtime, tabs, webRequest } = browser;
  const devtools = new Map<number, Runtime.Port>();
  const relays = new Map<number, { port: Runtime.Port; listener: Runtime.Port }>();
  let nextRelay = 0;

  runtime.onConnect.addListener((port) => {
    if (port.name === RELAY_PORT) joinRelay(port);
    else if (port.name === DEVTOOLS_PORT && isOwnPage(port)) joinDevtools(port);
  });

  /** A content script has the extension's ID too; but it runs in a tab, and has the address of its page. */
  function isOwnPage({ sender }: Runtime.Port): boolean {
    if (sender?.id !== runtime.id) return false;
    return sender.tab === undefined || sender.url?.startsWith(runtime.getURL("")) === true;
  }

  function joinRelay(port: Runtime.Port): void {
    const sender = senderOf(port);
    const listener = sender === null ? undefined : devtools.get(sender.tabId);
    if (sender === null || listener === undefined) {
      port.disconnect();
      return;
    }
    nextRelay += 1;
    const relay = nextRelay;
    relays.set(relay, { port, listener });
    tell(listener, { kind: "relay-connected", relay, sender });
    port.onMessage.addListener((message) => tell(listener, { kind: "relay-message", relay, message }));
    port.onDisconnect.addListener(() => {
      relays.delete(relay);
      tell(listener, { kind: "relay-disconnected", relay });
    });
  }

  function joinDevtools(port: Runtime.Port): void {
    let tabId: number | null = null;
    const watching = new Set<() => void>();
    const watch = (which: Parameters<typeof watchRequests>[1]) =>
      watching.add(
        watchRequests(webRequest, which, (request, socket) =>
          tell(port, { kind: "request-told", request, socket }),
        ),
      );
    const stopWatching = () => {
      for (const stop of watching) stop();
      watching.clear();
    };
    port.onMessage.addListener((input) => {
      const message = input as RouterMessage;
      if (message.kind === "attach") {
        // A devtools page attaches again at each navigation; what is under way then is watched on.
        if (tabId !== message.tabId) {
          stopWatching();
          watch({ tabId: message.tabId });
          tabs.get(message.tabId).then(
            ({ incognito }) => {
              if (tabId === message.tabId && devtools.get(tabId) === port) watch(socketsOfWorkers(incognito));
            },
            // Of a tab that cannot be asked nobody knows which windows' workers are its own.
            () => {},
          );
        }
        tabId = message.tabId;
        devtools.set(tabId, port);
        inspected([...devtools.keys()]);
        void attach(port, tabId, message.call);
      } else if (message.kind === "relay-command") {
        const relay = relays.get(message.relay);
        if (relay !== undefined) tell(relay.port, message.command);
      }
    });
    port.onDisconnect.addListener(() => {
      stopWatching();
      if (tabId !== null && devtools.get(tabId) === port) {
        devtools.delete(tabId);
        inspected([...devtools.keys()]);
      }
      for (const [relay, joined] of relays) {
        if (joined.listener !== port) continue;
        joined.port.disconnect();
        relays.delete(relay);
      }
    });
  }

  async function attach(port: Runtime.Port, tabId: number, call: number): Promise<void> {
    const tab = await tabs.get(tabId).catch(() => null);
    // At once: nothing is written before it is known. Of a tab that cannot be asked nothing is written at all.
    const withheld = tab !== null && isWithheld(tab);
    tell(port, { kind: "attached", incognito: tab?.incognito ?? true, heard: true, withheld });
    const started = (at: number | null) => tell(port, { kind: "document-started", call, at });
    if (tab === null) return started(null);
    const heard = await summonRelays(browser, tab, started);
    if (heard) return;
    const closed = !(await isOpenTo(browser, tab));
    tell(port, { kind: "attached", incognito: tab.incognito, heard: closed, closed });
  }

  function tell(port: Runtime.Port, message: RouterMessage | RelayCommand): void {
    try {
      port.postMessage(message);
    } catch {
      // It is gone; its onDisconnect tidies up.
    }
  }
}
