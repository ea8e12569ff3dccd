import browser from "webextension-polyfill";
import { hookWorkers } from "../src/background/hook-workers.ts";
import { registerScripts } from "../src/background/register-scripts.ts";
import { releaseDebugger } from "../src/background/release-debugger.ts";
import { startRouter } from "../src/background/router.ts";
import { keepCapture } from "../src/channel/kept-capture.ts";

const capture = keepCapture(browser.storage);
const register = () => void registerScripts(browser.scripting, capture);

if (__TARGET__ === "firefox") startRouter(browser, hookWorkers(browser, capture).watch);
if (__DEEP__) releaseDebugger(browser.runtime, (target) => chrome.debugger.detach(target));
browser.runtime.onInstalled.addListener(register);
browser.runtime.onStartup.addListener(register);
capture.watch(register);
browser.action.onClicked.addListener(() =>
  browser.tabs.create({ url: browser.runtime.getURL("panel.html") }),
);
