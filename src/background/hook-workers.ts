import type { Browser, WebRequest } from "webextension-polyfill";
import type { KeptCapture } from "../channel/kept-capture.ts";
import { tellOfWorker } from "../channel/relay-door.ts";
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

/** JavaScript MIME types (WHATWG MIME Sniffing 4.6): of another the browser makes no worker. */
const JAVASCRIPT =
  /^\s*(?:application\/(?:ecmascript|javascript|x-ecmascript|x-javascript)|text\/(?:ecmascript|javascript(?:1\.[0-5])?|jscript|livescript|x-ecmascript|x-javascript))\s*(?:;|$)/i;

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
  const { runtime, scripting, webRequest } = browser;
  let inspected: readonly number[] = [];
  let source: string | null = null;
  let settings: CaptureSettings | null = null;
  kept.watch((changed) => {
    settings = changed;
  });
  const once = randomName();
  /** By request: what is to be done when its answer turns out to be a script. */
  const asked = new Map<string, () => void>();
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
      asked.set(details.requestId, () => {
        // The same bytes each time, the event's name too.
        putInFront(webRequest.filterResponseData(details.requestId), hookFor(channel, channel));
        serviceWorkers.starting(details.url);
      });
      return;
    }
    // A shared worker belongs to no tab: the relays find out whose document started it.
    const shared = details.tabId === -1;
    const tell = shared ? inspected : inspected.filter((it) => it === details.tabId);
    if (tell.length === 0) return;
    asked.set(details.requestId, () => {
      const channel = randomName();
      putInFront(webRequest.filterResponseData(details.requestId), hookFor(channel, once));
      const notice: WorkerNotice = {
        channel,
        documentUrl: shared ? documentUrl : null,
      };
      for (const tabId of tell) {
        // Where the document has no relay, the hook in its worker speaks to nobody, and keeps little.
        const frames = shared ? { allFrames: true } : { frameIds: [details.frameId] };
        void tellOfWorker(scripting, { tabId, ...frames }, notice);
      }
    });
  };

  /** A filter on what the browser refuses keeps the worker's error from the page: so only scripts are filtered. */
  const answered = ({ requestId, statusCode, responseHeaders }: WebRequest.OnHeadersReceivedDetailsType) => {
    const type = responseHeaders?.find(({ name }) => name.toLowerCase() === "content-type")?.value ?? "";
    const put = asked.get(requestId);
    asked.delete(requestId);
    if (statusCode >= 200 && statusCode < 300 && JAVASCRIPT.test(type)) put?.();
  };
  const forget = ({ requestId }: { requestId: string }) => void asked.delete(requestId);

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
        webRequest.onHeadersReceived.addListener(answered, filter, ["blocking", "responseHeaders"]);
        webRequest.onErrorOccurred.addListener(forget, filter);
      } else if (had && !has) {
        webRequest.onBeforeSendHeaders.removeListener(listen);
        webRequest.onHeadersReceived.removeListener(answered);
        webRequest.onErrorOccurred.removeListener(forget);
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
