import type { Runtime } from "webextension-polyfill";
import { DEBUGGER_PORT, type HeldTarget } from "../core/wire/deep-capture.ts";

/**
 * Lets go of what a devtools page has attached Chrome's debugger to, when that page is gone: attachments are the
 * extension's and outlive its pages, and a call that a closing page makes does not arrive any more (measured).
 */
export function releaseDebugger(
  runtime: Pick<Runtime.Static, "onConnect" | "getURL">,
  detach: (target: HeldTarget) => Promise<void>,
): void {
  runtime.onConnect.addListener((port) => {
    if (port.name !== DEBUGGER_PORT || port.sender?.url?.startsWith(runtime.getURL("")) !== true) return;
    let held: readonly HeldTarget[] = [];
    port.onMessage.addListener((message) => {
      held = message as readonly HeldTarget[];
    });
    // What has gone by itself cannot be let go.
    port.onDisconnect.addListener(() => {
      for (const target of held) detach(target).catch(() => {});
    });
  });
}
