import type { Runtime } from "webextension-polyfill";
import { DEBUGGER_PORT, type HeldTarget } from "../core/wire/deep-capture.ts";

/** The browser stops a background that is idle for 30 s, and one that hears of a message is not. */
const SAY_EVERY_MS = 20_000;
const AGAIN_AFTER_MS = 1000;

/** Tells the background what is attached, so that it lets go of it when this page is gone. */
export function tellBackground(
  runtime: Pick<Runtime.Static, "connect">,
): (held: readonly HeldTarget[]) => void {
  let port: Runtime.Port | null = null;
  let last: readonly HeldTarget[] = [];

  function say(): void {
    if (port === null) {
      if (last.length === 0) return;
      port = runtime.connect({ name: DEBUGGER_PORT });
      // The background was stopped all the same: it starts again to hear of it.
      port.onDisconnect.addListener(() => {
        port = null;
        setTimeout(say, AGAIN_AFTER_MS);
      });
    }
    port.postMessage(last);
  }

  setInterval(say, SAY_EVERY_MS);
  return (held) => {
    last = held;
    say();
  };
}
