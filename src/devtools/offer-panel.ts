import type { Browser } from "webextension-polyfill";
import { PANEL_WELCOME } from "../core/wire/panel-welcome.ts";
import type { Feed } from "./ingest.ts";

/**
 * Adds the panel to DevTools. Its document gets a port of its own to the engine, which has been running since DevTools
 * was opened; the browser loads that document only when the panel is first shown.
 */
export async function offerPanel({ panels }: Browser["devtools"], feed: Feed): Promise<void> {
  const panel = await panels.create("Duplex", "icons/duplex-32.png", "panel.html");
  const welcomed = new WeakSet<Window>();
  panel.onShown.addListener((shown: unknown) => {
    const window = shown as Window;
    feed({ feed: "panel-shown", shown: true });
    if (welcomed.has(window)) return;
    welcomed.add(window);
    const channel = new MessageChannel();
    feed({ feed: "panel" }, [channel.port2]);
    window.postMessage(PANEL_WELCOME, "*", [channel.port1]);
  });
  panel.onHidden.addListener(() => feed({ feed: "panel-shown", shown: false }));
}
