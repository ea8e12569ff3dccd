import type { Browser, WebRequest } from "webextension-polyfill";
import type { KeptCapture } from "../channel/kept-capture.ts";
import { type CaptureSettings, isOff, limitsOf } from "../core/wire/capture-settings.ts";
import {
  CHANNEL_PLACE,
  KIND_PLACE,
  LIMITS_PLACE,
  ONCE_PLACE,
  type WorkerKind,
  type WorkerNotice,
} from "../core/wire/worker-link.ts";
import { putInFront } from "./put-in-front.ts";
import { createServiceWorkers } from "./service-workers.ts";

/** `Sec-Fetch-Dest` of workers' scripts, and of the modules that they import. */
const KINDS: Record<string, WorkerKind> = {
  worker: "dedicated",
  sharedworker: "shared",
  serviceworker: "service",
};

/** Puts the hook in front of workers' scripts, as long as there is a tab that is inspected. */
export interface WorkerHooks {
  /** The tabs that are inspected now. */
  watch(tabIds: readonly number[]): void;
}

/**
 * Firefox only, where a worker's script can be filtered on its way (measured: dedicated, nested, module, shared and
 * service workers; strict CSP too; from the cache too, which keeps the script as it was). Only workers that an inspected
 * tab starts get the hook: what nobody watches stays as it is. The hook stands on the first line of the script, so lines
 * keep their numbers and columns of that line do not.
 * Service workers get it only where the user asks for it.
 */
export function hookWorkers(browser: Browser, kept: KeptCapture): WorkerHooks {
  const { runtime, tabs, webRequest } = browser;
  let inspected: readonly number[] = [];
  let source: string | null = null;
  let settings: CaptureSettings | null = null;
  kept.watch((changed) => {
    settings = changed;
  });
  const once = randomName();
  const serviceWorkers = createServiceWorkers(browser, kept, randomName);

  const listen = (details: WebRequest.OnBeforeSendHeadersDetailsType) => {
    const dest = details.requestHeaders?.find(({ name }) => name.toLowerCase() === "sec-fetch-dest")?.value;
    const kind = KINDS[dest ?? ""];
    if (kind === undefined || source === null || settings === null) return;
    const documentUrl = details.documentUrl ?? details.originUrl ?? "";
    if (isOff(settings, documentUrl)) return;
    const limits = limitsOf(settings).join(" ");
    const hookFor = (channel: string, onceName: string) =>
      Object.entries({
        [CHANNEL_PLACE]: channel,
        [KIND_PLACE]: kind,
        [LIMITS_PLACE]: limits,
        [ONCE_PLACE]: onceName,
      }).reduce((text, [place, value]) => text.replace(place, value), source ?? "");
    if (kind === "service") {
      const channel = serviceWorkers.channelOf(details.url);
      if (channel === null) return;
      // The same bytes each time, the event's name too.
      putInFront(webRequest.filterResponseData(details.requestId), hookFor(channel, channel));
      serviceWorkers.starting(details.url);
      return;
    }
    // A shared worker belongs to no tab: the relays find out whose document started it.
    const shared = details.tabId === -1;
    const tell = shared ? inspected : inspected.filter((it) => it === details.tabId);
    if (tell.length === 0) return;
    const channel = randomName();
    putInFront(webRequest.filterResponseData(details.requestId), hookFor(channel, once));
    const notice: WorkerNotice = {
      kind: "duplex-worker",
      channel,
      documentUrl: shared ? documentUrl : null,
    };
    for (const tabId of tell) {
      const frame = shared ? {} : { frameId: details.frameId };
      // Where the document has no relay, the hook in its worker speaks to nobody, and keeps little.
      tabs.sendMessage(tabId, notice, frame).catch(() => {});
    }
  };

  return {
    watch(tabIds) {
      const [had, has] = [inspected.length > 0, tabIds.length > 0];
      inspected = tabIds;
      if (has && source === null) {
        void readSource(runtime.getURL("worker-hook.js")).then((it) => (source = it));
        void kept.read().then((it) => (settings ??= it));
      }
      serviceWorkers.watch(tabIds);
      if (has && !had) {
        const filter: WebRequest.RequestFilter = { urls: ["<all_urls>"], types: ["script"] };
        webRequest.onBeforeSendHeaders.addListener(listen, filter, ["blocking", "requestHeaders"]);
      } else if (had && !has) {
        webRequest.onBeforeSendHeaders.removeListener(listen);
      }
    },
  };
}

/** One line, that a script can follow on. */
async function readSource(url: string): Promise<string> {
  const text = await (await fetch(url)).text();
  return `${text.trim().replace(/;?$/, ";")}`;
}

/** 128 random bits, in hexadecimal. */
function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (it) =>
    it.toString(16).padStart(2, "0"),
  ).join("");
}
