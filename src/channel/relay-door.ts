import type { Scripting } from "webextension-polyfill";
import type { EpochMs } from "../core/units.ts";
import type { WorkerNotice } from "../core/wire/worker-link.ts";

/**
 * What a relay leaves in the global of its own world, where no page sees it, for scripts that the extension runs there later. A listener
 * for messages would do, too, but must be there from the first: to ask for `chrome.runtime` alone takes most of what a page's load pays for
 * a relay in Firefox, and most pages never say anything.
 */
export interface RelayDoor {
  /** When the relay's document began; null where nobody knows. */
  startedAt(): EpochMs | null;
  /** A worker of this document is about to start. */
  worker(notice: WorkerNotice): void;
}

declare global {
  var duplexRelay: RelayDoor | undefined;
}

/**
 * Asks the relay of a tab's page when its document began. Undefined where there is no relay; throws where no script of an extension can be.
 * Not to be asked where Duplex is off: there nothing is put into a page, not to learn this either.
 */
export async function askStart(scripting: Scripting.Static, tabId: number): Promise<unknown> {
  const [answer] = await scripting.executeScript({
    target: { tabId, frameIds: [0] },
    injectImmediately: true,
    // Undefined comes as null in Chromium.
    func: () => globalThis.duplexRelay && [globalThis.duplexRelay.startedAt()],
  });
  return (answer?.result as [unknown] | null | undefined)?.[0];
}

/** Tells the relays of a tab's frames of a worker. Where a frame has no relay, as one that Duplex is off on, there is nobody to tell. */
export async function tellOfWorker(
  scripting: Scripting.Static,
  target: Scripting.InjectionTarget,
  notice: WorkerNotice,
): Promise<void> {
  await scripting
    .executeScript({
      target,
      injectImmediately: true,
      func: (it) => globalThis.duplexRelay?.worker(it as WorkerNotice),
      args: [notice],
    })
    .catch(() => {});
}
