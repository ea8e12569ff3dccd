import type { DrivenBrowser, DrivenPanel } from "./browser/driven.ts";

/** A panel into which nothing came for this long has all there was: ingest is not slower than a few 100 ms. */
const QUIET_MS = 700;

/** Resolves when the panel has not changed for a while. */
export async function quiet(panel: DrivenPanel): Promise<void> {
  await panel.evaluate(`new Promise((resolve) => {
    let timer = setTimeout(done, ${QUIET_MS});
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(done, ${QUIET_MS});
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    function done() {
      observer.disconnect();
      resolve(true);
    }
  })`);
}

/** Exports what the panel shows through its Export menu; resolves with the downloaded file. */
export async function exportSession(
  browser: DrivenBrowser,
  panel: DrivenPanel,
  item: "HAR…" | "Session file…",
): Promise<string> {
  await panel.click({ role: "button", name: "Export" });
  const download = browser.waitForDownload(item === "HAR…" ? /\.har$/ : /\.duplex$/);
  await panel.click({ role: "menuitem", name: item });
  return download;
}
