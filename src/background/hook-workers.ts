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
import { findPreludePlace } from "./find-prelude-place.ts";

/** A script whose first statement does not come within this many bytes goes to the worker as it is. */
const MAX_HEAD_BYTES = 1024 * 1024;

/** `Sec-Fetch-Dest` of workers' scripts, and of the modules that they import. */
const KINDS: Record<string, WorkerKind> = { worker: "dedicated", sharedworker: "shared" };

/** Puts the hook in front of workers' scripts, as long as there is a tab that is inspected. */
export interface WorkerHooks {
  /** The tabs that are inspected now. */
  watch(tabIds: readonly number[]): void;
}

/**
 * Firefox only, where a worker's script can be filtered on its way (measured: dedicated, nested, module and shared
 * workers; strict CSP too). Only workers that an inspected tab starts get the hook: what nobody watches stays as it is.
 * The hook stands on the first line of the script, so lines keep their numbers and columns of that line do not.
 */
export function hookWorkers({ runtime, tabs, webRequest }: Browser, kept: KeptCapture): WorkerHooks {
  let inspected: readonly number[] = [];
  let source: string | null = null;
  let settings: CaptureSettings | null = null;
  kept.watch((changed) => {
    settings = changed;
  });
  const once = randomName();

  const listen = (details: WebRequest.OnBeforeSendHeadersDetailsType) => {
    const dest = details.requestHeaders?.find(({ name }) => name.toLowerCase() === "sec-fetch-dest")?.value;
    const kind = KINDS[dest ?? ""];
    if (kind === undefined || source === null || settings === null) return;
    const documentUrl = details.documentUrl ?? details.originUrl ?? "";
    if (isOff(settings, documentUrl)) return;
    // A shared worker belongs to no tab: the relays find out whose document started it.
    const shared = details.tabId === -1;
    const tell = shared ? inspected : inspected.filter((it) => it === details.tabId);
    if (tell.length === 0) return;
    const channel = randomName();
    const values: Record<string, string> = {
      [CHANNEL_PLACE]: channel,
      [KIND_PLACE]: kind,
      [LIMITS_PLACE]: limitsOf(settings).join(" "),
      [ONCE_PLACE]: once,
    };
    let prelude = source;
    for (const [place, value] of Object.entries(values)) prelude = prelude.replace(place, value);
    const filter = webRequest.filterResponseData(details.requestId);
    putInFront(filter, prelude);
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

/** Writes the prelude where it changes nothing of what follows, and hands on everything else as it comes. */
function putInFront(filter: WebRequest.StreamFilter, prelude: string): void {
  let head: Uint8Array | null = new Uint8Array(0);

  function open(whole: boolean): void {
    if (head === null) return;
    const place = findPreludePlace(head, whole);
    if (place === null && !whole && head.length < MAX_HEAD_BYTES) return;
    if (place === null) {
      filter.write(head);
    } else {
      filter.write(head.slice(0, place.offset));
      filter.write(new TextEncoder().encode(place.strict ? `"use strict";${prelude}` : prelude));
      filter.write(head.slice(place.offset));
    }
    head = null;
  }

  filter.ondata = ({ data }) => {
    if (head === null) {
      filter.write(data);
      return;
    }
    const joined: Uint8Array<ArrayBuffer> = new Uint8Array(head.length + data.byteLength);
    joined.set(head);
    joined.set(new Uint8Array(data), head.length);
    head = joined;
    open(false);
    if (head === null) filter.disconnect();
  };
  filter.onstop = () => {
    open(true);
    filter.close();
  };
}

/** 128 random bits, in hexadecimal. */
function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (it) =>
    it.toString(16).padStart(2, "0"),
  ).join("");
}
