import browser from "webextension-polyfill";
import { registerScripts } from "../src/background/register-scripts.ts";
import { startRouter } from "../src/background/router.ts";

if (__TARGET__ === "firefox") startRouter(browser);
browser.runtime.onInstalled.addListener(() => registerScripts(browser));
browser.runtime.onStartup.addListener(() => registerScripts(browser));
browser.action.onClicked.addListener(() =>
  browser.tabs.create({ url: browser.runtime.getURL("panel.html") }),
);
