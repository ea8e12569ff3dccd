import browser from "webextension-polyfill";
import { keepCapture } from "../src/channel/kept-capture.ts";
import { keepFilters } from "../src/channel/kept-filters.ts";
import type { EngineFeed } from "../src/core/wire/engine-feed.ts";
import { PANEL_WELCOME } from "../src/core/wire/panel-welcome.ts";
import { connectEngine } from "../src/panel/store/engine-connection.ts";
import { mountPanel } from "../src/panel/view/mount-panel.tsx";
import { followTheme } from "./follow-theme.ts";
import { LANGUAGES, speakLanguage } from "./languages.ts";
import { openSandbox } from "./open-sandbox.ts";
import { chooseLanguage, chosenLanguage, readerLanguage } from "./reader-language.ts";
import { saveFile } from "./save-file.ts";
import { serveScans } from "./start-scans.ts";
import "./panel.css";

const language = readerLanguage();
document.documentElement.lang = speakLanguage(language);
const inDevtools = browser.devtools?.panels !== undefined;

function open(port: MessagePort): void {
  mountPanel(document.body, connectEngine(port), {
    browser: __TARGET__ === "chrome" ? "chromium" : "firefox",
    inDevtools,
    saveFile,
    reloadPage: () => void browser.devtools.inspectedWindow.reload(),
    capture: keepCapture(browser.storage),
    filters: keepFilters(browser.storage),
    languages: { known: LANGUAGES, chosen: chosenLanguage, choose: chooseLanguage },
    copyText: (text) => navigator.clipboard.writeText(text),
    openSandbox,
  });
}

if (inDevtools) {
  followTheme(document.documentElement);
  addEventListener("message", ({ data, origin, ports: [port] }) => {
    if (data === PANEL_WELCOME && origin === location.origin && port !== undefined) open(port);
  });
} else {
  const engine = new Worker(new URL("./engine.worker.ts", import.meta.url), { type: "module" });
  const channel = new MessageChannel();
  serveScans(engine);
  engine.postMessage({ language });
  engine.postMessage({ feed: "panel" } satisfies EngineFeed, [channel.port2]);
  open(channel.port1);
}
