import type { Browser, Tabs } from "webextension-polyfill";
import type { KeptCapture } from "../channel/kept-capture.ts";
import { tellOfWorker } from "../channel/relay-door.ts";
import { type CaptureSettings, hasServiceWorkers } from "../core/wire/capture-settings.ts";
import type { WorkerNotice } from "../core/wire/worker-link.ts";

/** Where the name of the channel is kept. */
const KEY = "service-channel";

/** The service workers that the user asked to watch. */
export interface ServiceWorkers {
  /** The name of the channel for the worker with this script; null where it is left alone. */
  channelOf(scriptUrl: string): string | null;
  /** The worker with this script is about to be installed. */
  starting(scriptUrl: string): void;
  /** The tabs that are inspected now. */
  watch(tabIds: readonly number[]): void;
}

/**
 * Firefox: joins service workers to the page that is inspected, where the user has named its site. The browser keeps such
 * a worker with the script that it was installed with, and compares that byte for byte with what it gets when it looks for
 * an update (Service Workers, "Update"): so all of them have one channel, whose name stays.
 */
export function createServiceWorkers(
  { scripting, tabs, storage }: Pick<Browser, "scripting" | "tabs" | "storage">,
  kept: KeptCapture,
  randomName: () => string,
): ServiceWorkers {
  let channel: string | null = null;
  let settings: CaptureSettings | null = null;
  /** The origins of the pages that are inspected, by their tabs. */
  const pages = new Map<number, string>();
  kept.watch((changed) => {
    settings = changed;
    for (const tabId of pages.keys()) void invite(tabId);
  });

  /** Tells the page's relay of the channel. */
  async function invite(tabId: number): Promise<void> {
    const url = (await tabs.get(tabId).catch(() => null))?.url ?? "";
    if (!pages.has(tabId)) return;
    pages.set(tabId, originOf(url));
    if (channel === null || settings === null || !hasServiceWorkers(settings, url)) return;
    const notice: WorkerNotice = { channel, documentUrl: null };
    await tellOfWorker(scripting, { tabId, frameIds: [0] }, notice);
  }

  function onUpdated(tabId: number, { url, status }: Tabs.OnUpdatedChangeInfoType): void {
    if (!pages.has(tabId)) return;
    // A page may register its worker before all of it is there.
    if (url !== undefined) pages.set(tabId, originOf(url));
    if (status === "complete") void invite(tabId);
  }

  async function begin(): Promise<void> {
    [channel, settings] = await Promise.all([readChannel(storage, randomName), kept.read()]);
    for (const tabId of pages.keys()) void invite(tabId);
  }

  return {
    channelOf(scriptUrl) {
      if (settings === null || !hasServiceWorkers(settings, scriptUrl)) return null;
      return [...pages.values()].includes(originOf(scriptUrl)) ? channel : null;
    },
    starting(scriptUrl) {
      for (const [tabId, origin] of pages) if (origin === originOf(scriptUrl)) void invite(tabId);
    },
    watch(tabIds) {
      const [had, has] = [pages.size > 0, tabIds.length > 0];
      for (const tabId of pages.keys()) if (!tabIds.includes(tabId)) pages.delete(tabId);
      const added = tabIds.filter((it) => !pages.has(it));
      for (const tabId of added) pages.set(tabId, "");
      if (has && !had) {
        tabs.onUpdated.addListener(onUpdated);
        void begin();
      } else {
        for (const tabId of added) void invite(tabId);
        if (had && !has) tabs.onUpdated.removeListener(onUpdated);
      }
    },
  };
}

/** Made once: with another name each look for an update would find one. */
async function readChannel({ local }: Browser["storage"], randomName: () => string): Promise<string> {
  const known = (await local.get(KEY))[KEY];
  if (typeof known === "string") return known;
  const name = randomName();
  await local.set({ [KEY]: name });
  return name;
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : "";
}
