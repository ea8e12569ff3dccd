import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  type Comparison,
  compareWithLedger,
  type RecordedConnection,
} from "../../../demo/compare-with-ledger.ts";
import { readHar, readSessionFile } from "../../../demo/read-recording.ts";
import type { Demo } from "../../../demo/start-demo.ts";
import type { DrivenBrowser, DrivenPanel } from "../../../tooling/browser/driven.ts";
import { PATIENCE_MS } from "../../../tooling/browser/until.ts";
import { exportSession, quiet } from "../../../tooling/panel-actions.ts";

/** For what is to be read again and again until it is as it should be. */
export const PATIENTLY = { timeout: 2 * PATIENCE_MS, interval: 100 };

/** What the panel shows, taken out through its own Export menu as a session file. */
export async function recordedSession(
  browser: DrivenBrowser,
  panel: DrivenPanel,
): Promise<RecordedConnection[]> {
  await quiet(panel);
  return readSessionFile(await exportSession(browser, panel, "Session file…"));
}

/** The same as a HAR. */
export async function recordedHar(browser: DrivenBrowser, panel: DrivenPanel): Promise<RecordedConnection[]> {
  await quiet(panel);
  return readHar(await exportSession(browser, panel, "HAR…"));
}

/** Reads a recording until it has all that the servers say, as long as one waits for anything; answers the last comparison. */
export async function compareRecorded(
  read: () => Promise<readonly RecordedConnection[]>,
  demo: Pick<Demo, "ledger">,
): Promise<Comparison> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const comparison = compareWithLedger(await read(), demo.ledger());
    if (comparison.differences.length === 0 || Date.now() > end) return comparison;
  }
}

/** The lines of the exported session file, parsed. */
export async function sessionLines(
  browser: DrivenBrowser,
  panel: DrivenPanel,
): Promise<Record<string, unknown>[]> {
  await quiet(panel);
  const file = await exportSession(browser, panel, "Session file…");
  const text = gunzipSync(readFileSync(file)).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** Waits until the panel's status line tells of at least this many messages. */
export async function untilMessages(panel: DrivenPanel, count: number, timeoutMs?: number): Promise<void> {
  await panel.waitFor(
    `[...document.querySelectorAll("footer span")].some(({ textContent }) =>
      / messages?$/.test(textContent) && Number(textContent.replace(/\\D/g, "")) >= ${count})`,
    timeoutMs,
  );
}

/** Opens the newest session of the list, in a panel that shows the list. */
export async function openFirst(panel: DrivenPanel): Promise<void> {
  const name = await panel.waitFor<string>(`[...document.querySelectorAll("button")]
    .map((it) => it.getAttribute("aria-label") ?? it.textContent.trim())
    .find((it) => /^Open( |$)/.test(it))`);
  await panel.click({ role: "button", name, nth: 0 });
}
