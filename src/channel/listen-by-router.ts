import type { Browser, Runtime } from "webextension-polyfill";
import type { EpochMs } from "../core/units.ts";
import { DEVTOOLS_PORT, type RouterMessage } from "../core/wire/port-message.ts";
import type { RelayConnection, RelayHandlers, RelaySource } from "./relay-listener.ts";

/** Firefox stops an idle background after 30 s, open ports or not; a message sets the clock back (measured). */
const PING_EVERY_MS = 20_000;

/** Firefox: relays reach the devtools page through the background's router. */
export function listenByRouter({ runtime }: Browser, tabId: number, handlers: RelayHandlers): RelaySource {
  let port: Runtime.Port;
  let relays = new Map<number, RelayConnection>();
  let last = 0;
  /** Calls that the background has not answered yet. */
  let calls = new Map<number, (at: EpochMs | null) => void>();

  function connect(): void {
    const opened = runtime.connect({ name: DEVTOOLS_PORT });
    port = opened;
    relays = new Map();
    for (const resolve of calls.values()) resolve(null);
    calls = new Map();
    last = 0;
    opened.onMessage.addListener((message) => hear(opened, message as RouterMessage));
    opened.onDisconnect.addListener(connect);
    void summon();
  }

  function summon(): Promise<EpochMs | null> {
    last += 1;
    const call = last;
    return new Promise((resolve) => {
      calls.set(call, resolve);
      tell(port, { kind: "attach", tabId, call });
    });
  }

  function tell(to: Runtime.Port, message: RouterMessage): void {
    try {
      to.postMessage(message);
    } catch {
      // The background was stopped, and the port has not said so yet; a new one is opened when it does.
    }
  }

  function hear(from: Runtime.Port, message: RouterMessage): void {
    if (message.kind === "attached") {
      handlers.attached(message);
    } else if (message.kind === "document-started") {
      calls.get(message.call)?.(message.at);
      calls.delete(message.call);
    } else if (message.kind === "relay-connected") {
      const command: RelayConnection["command"] = (it) =>
        tell(from, { kind: "relay-command", relay: message.relay, command: it });
      const relay: RelayConnection = { sender: message.sender, command };
      relays.set(message.relay, relay);
      handlers.connected(relay);
    } else if (message.kind === "relay-message") {
      const relay = relays.get(message.relay);
      if (relay !== undefined) handlers.message(relay, message.message);
    } else if (message.kind === "request-told") {
      handlers.told(message.request, message.socket);
    } else if (message.kind === "relay-disconnected") {
      relays.delete(message.relay);
    }
  }

  connect();
  setInterval(() => tell(port, { kind: "ping" }), PING_EVERY_MS);
  return { summon };
}
