import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { RecordedConnection } from "../../demo/compare-with-ledger.ts";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenBrowser, DrivenPanel } from "../../tooling/browser/driven.ts";
import { openFirst, recordedSession, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

/** What may be missing at the end of a recording that was cut off: what the panel has shown for less than this. */
const MAY_BE_LOST_MS = 500;
/** On a machine that is slow with all, what the panel shows meanwhile says how long that is. */
const MAY_BE_LOST_MESSAGES = 50;

/** The messages that the status line tells of. */
const SHOWN = `Number([...document.querySelectorAll("footer span")]
  .find(({ textContent }) => / messages?$/.test(textContent)).textContent.replace(/\\D/g, ""))`;

describe.each(BROWSERS)("%s: a recording that is cut off", (name) => {
  let demo: Demo;
  let profileDir: string;
  let started: StartedBrowser;

  beforeAll(async () => {
    demo = await startDemo();
    profileDir = mkdtempSync(join(tmpdir(), "duplex-profile-"));
  });
  afterEach(async () => {
    await started?.stop();
  });
  afterAll(async () => {
    await demo?.close();
    rmSync(profileDir, { recursive: true, force: true });
  });

  /** Opens the newest session from the list, as a user would, on the extension's page in a tab. */
  async function openNewest(browser: DrivenBrowser): Promise<RecordedConnection[]> {
    const page = await browser.openExtensionPage("panel.html");
    await openFirst(page);
    await untilMessages(page, 1);
    return recordedSession(browser, page);
  }

  /** How many messages of the ticker the panel has shown for so long that they must outlive it. */
  async function untilDurable(panel: DrivenPanel): Promise<number> {
    await untilMessages(panel, 100);
    const shown = await panel.waitFor<number>(`Number([...document.querySelectorAll(".connection")]
      .find((it) => /ticker/.test(it.textContent))?.querySelector(".is-received")?.lastChild.textContent.replace(/\\D/g, ""))`);
    const all = await panel.evaluate<number>(SHOWN);
    await new Promise((resolve) => setTimeout(resolve, MAY_BE_LOST_MS));
    await untilMessages(panel, all + MAY_BE_LOST_MESSAGES);
    return shown;
  }

  /** The ticker's messages are there from the first on, as the ledger has them, and so many at least. */
  function expectBeginning(session: readonly RecordedConnection[], count: number): void {
    const ofTicker = (all: readonly RecordedConnection[]) =>
      (all.findLast(({ url }) => url.includes("/ticker"))?.messages ?? [])
        .filter(({ direction }) => direction === "received")
        .map(({ data }) => data);
    const recorded = ofTicker(session);
    expect(count).toBeGreaterThan(20);
    expect(recorded.length).toBeGreaterThanOrEqual(count);
    expect(recorded).toEqual(ofTicker(demo.ledger().connections).slice(0, recorded.length));
  }

  test("DevTools closed in the middle", async () => {
    started = await startBrowser(name, { profileDir });
    const { browser } = started;
    const panel = await browser.showPanel();
    await browser.page.goto(`${demo.url}?run=ticker,binary`);
    const shown = await untilDurable(panel);
    await browser.closeDevtools();
    expectBeginning(await openNewest(browser), shown);
  });

  test("the browser killed in the middle: the session is there on the next start", async () => {
    demo.resetLedger();
    started = await startBrowser(name, { profileDir });
    const panel = await started.browser.showPanel();
    await started.browser.page.goto(`${demo.url}?run=ticker,echo`);
    const shown = await untilDurable(panel);
    await started.browser.kill();
    started = await startBrowser(name, { profileDir, devtools: false });
    expectBeginning(await openNewest(started.browser), shown);
  });
});
