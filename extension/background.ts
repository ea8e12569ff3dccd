import browser from "webextension-polyfill";
import { hookWorkers } from "../src/background/hook-workers.ts";
import { registerScripts } from "../src/background/register-scripts.ts";
import { startRouter } from "../src/background/router.ts";

if (__TARGET__ === "firefox") startRouter(browser, hookWorkers(browser).watch);
browser.runtime.onInstalled.addListener(() => registerScripts(browser));
browser.runtime.onStartup.addListener(() => registerScripts(browser));
browser.action.onClicked.addListener(() =>
  browser.tabs.create({ url: browser.runtime.getURL("panel.html") }),
);
