import browser from "webextension-polyfill";
import { keepCapture } from "../src/channel/kept-capture.ts";
import { isOff } from "../src/core/wire/capture-settings.ts";
import type { EngineFeed } from "../src/core/wire/engine-feed.ts";
import { createDeepCapture, type DebuggerApi } from "../src/devtools/deep-capture.ts";
import { ingest } from "../src/devtools/ingest.ts";
import { leaveOutSites } from "../src/devtools/leave-out-sites.ts";
import { offerPanel } from "../src/devtools/offer-panel.ts";
import { pageUrl } from "../src/devtools/page-url.ts";
import { tellBackground } from "../src/devtools/tell-background.ts";
import { createTellHandshakes } from "../src/devtools/tell-handshakes.ts";
import { watchClosedPages } from "../src/devtools/watch-closed-pages.ts";
import { watchNetwork } from "../src/devtools/watch-network.ts";
import { watchSockets } from "../src/devtools/watch-sockets.ts";
import { watchToldRequests } from "../src/devtools/watch-told-requests.ts";
import { speakLanguage } from "./languages.ts";
import { readerLanguage } from "./reader-language.ts";
import { serveScans } from "./start-scans.ts";

const { inspectedWindow, network } = browser.devtools;
const engine = new Worker(new URL("./engine.worker.ts", import.meta.url), { type: "module" });
const language = readerLanguage();
speakLanguage(language);
serveScans(engine);
engine.postMessage({ language });
const feed = (it: EngineFeed, transfer: Transferable[] = []) => engine.postMessage(it, transfer);
const capture = keepCapture(browser.storage);
let settings = capture.read();
capture.watch((changed) => {
  settings = Promise.resolve(changed);
});
const feedOfBrowser = leaveOutSites(feed, async (url) => isOff(await settings, url));

feed({ feed: "record-tab" });
const sockets = watchSockets(
  (callback) => chrome.devtools.network.getHAR(callback as never),
  browser.runtime.getURL(""),
  feedOfBrowser,
);
const told = watchToldRequests(() => log, feedOfBrowser);
const traffic = (events: number) => log.traffic(events);
const relays = ingest(browser, __TARGET__, inspectedWindow.tabId, feed, {
  traffic,
  handshakeTold(handshake) {
    log.socketOpened(handshake.entry.request.url);
    feedOfBrowser({ feed: "handshake", handshake });
  },
  requestTold: told.told,
});
const isFirefox = __TARGET__ === "firefox";
const log = watchNetwork(network as never, feedOfBrowser, relays.summon, {
  ...(isFirefox ? { logged: told.logged } : { socketClosed: sockets.closed }),
  paused: isFirefox ? (paused) => feed({ feed: "bodies-paused", paused }) : null,
});
engine.addEventListener("message", ({ data }) => {
  if ("ask" in data) sockets.answer(data);
});
offerPanel(browser.devtools, feed);
pageUrl(inspectedWindow).then((url) => feedOfBrowser({ feed: "page", url }));
if (!isFirefox) {
  const closed = (incognito: boolean) => feed({ feed: "attached", incognito, heard: true, closed: true });
  watchClosedPages(browser.tabs, inspectedWindow.tabId, () => pageUrl(inspectedWindow), closed);
}

if (__DEEP__) {
  const deep = createDeepCapture(chrome.debugger as unknown as DebuggerApi, inspectedWindow.tabId, {
    isOff: async (url) => isOff(await settings, url),
    told: (it) => feed({ feed: "deep", told: it }),
    state: (it) => feed({ feed: "deep-state", deep: it }),
    tellHandshakes: createTellHandshakes(browser.runtime.getURL(""), (handshake) =>
      feedOfBrowser({ feed: "handshake", handshake }),
    ),
    cancelled: () => void capture.change({ deep: false }),
    held: tellBackground(browser.runtime),
  });
  feed({ feed: "deep-state", deep: { state: "off", why: "" } });
  void settings.then((it) => deep.set(it.deep));
  capture.watch((it) => deep.set(it.deep));
  void pageUrl(inspectedWindow).then(deep.navigated);
  network.onNavigated.addListener(deep.navigated);
}
