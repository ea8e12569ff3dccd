import type { DrivenBrowser, DrivenPanel } from "./browser/driven.ts";
import { countBusyThreads, findTree, listProcesses } from "./browser/process-tree.ts";
import { PATIENCE_MS } from "./browser/until.ts";

/** A panel that shows nothing new for this long, in a browser that does nothing, has all there was. */
const QUIET_MS = 700;
/** A browser at rest wakes now and then for a moment, and one at work hardly ever rests for so many looks in a row. */
const LOOKS_AT_REST = 6;
const LOOK_MS = 50;
/** A browser that never rests (a page that computes, an animation) is judged by its panel alone. */
const RESTLESS_MS = 20_000;

/** How long ago the panel's document changed last, as far as anybody has looked. */
const STILL_MS = `(() => {
  const observed = (window.duplexObserved ??= (() => {
    const it = { changedAt: performance.now() };
    new MutationObserver(() => { it.changedAt = performance.now(); })
      .observe(document.body, { subtree: true, childList: true, characterData: true });
    return it;
  })());
  return performance.now() - observed.changedAt;
})()`;

/**
 * Resolves when nothing more is on its way into the panel: it has not changed for a while, and no thread of the browser
 * runs or waits for a processor. The first alone would be true of a busy machine, too, on which nothing gets its turn.
 */
export async function quiet(panel: DrivenPanel): Promise<void> {
  const begunAt = performance.now();
  let looks = 0;
  for (let turn = 0; ; turn += 1) {
    const pids = findTree(await listProcesses(), panel.pid);
    const stillMs = await panel.evaluate<number>(STILL_MS);
    const isRestless = performance.now() - begunAt > RESTLESS_MS;
    if (turn > 0 && stillMs >= QUIET_MS && (looks >= LOOKS_AT_REST || isRestless)) return;
    if (performance.now() - begunAt > PATIENCE_MS) throw new Error("The panel did not come to rest.");
    const until = performance.now() + Math.max(QUIET_MS - stillMs, LOOKS_AT_REST * LOOK_MS);
    looks = 0;
    while (performance.now() < until || (looks < LOOKS_AT_REST && performance.now() < until + QUIET_MS)) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      looks = countBusyThreads(pids) === 0 ? looks + 1 : 0;
    }
  }
}

/** Clears what is recorded, through the panel's button; resolves when the panel shows the session that begins with that. */
export async function clear(panel: DrivenPanel): Promise<void> {
  const session = "document.querySelector('.panel')?.dataset.session";
  const before = await panel.waitFor<string>(session);
  await panel.click({ role: "button", name: "Clear" });
  await panel.waitFor(`(${session} ?? ${JSON.stringify(before)}) !== ${JSON.stringify(before)}`);
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
