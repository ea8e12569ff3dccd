import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { RecordedConnection } from "../../demo/compare-with-ledger.ts";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenBrowser, DrivenPanel } from "../../tooling/browser/driven.ts";
import { openFirst, recordedSession, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

/** What may be missing at the end of a recording that was cut off. */
const MAY_BE_LOST_MS = 500;

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
  async function openNewest(
    browser: DrivenBrowser,
  ): Promise<{ page: DrivenPanel; session: RecordedConnection[] }> {
    const page = await browser.openExtensionPage("panel.html");
    await openFirst(page);
    await untilMessages(page, 1);
    return { page, session: await recordedSession(browser, page) };
  }

  /** The ticker's messages up to a moment, as the ledger has them. */
  function tickerUntil(at: number): string[] {
    const ticker = demo.ledger().connections.findLast(({ url }) => url.includes("/ticker"));
    return (ticker?.messages ?? [])
      .filter((it) => it.direction === "received" && it.at < at)
      .map(({ data }) => data);
  }

  function expectAllBefore(cutAt: number, session: readonly RecordedConnection[]): void {
    const recorded = session.find(({ url }) => url.includes("/ticker"))?.messages ?? [];
    const received = recorded.filter(({ direction }) => direction === "received").map(({ data }) => data);
    const expected = tickerUntil(cutAt - MAY_BE_LOST_MS);
    expect(expected.length).toBeGreaterThan(20);
    expect(received.slice(0, expected.length)).toEqual(expected);
  }

  test("DevTools closed in the middle", async () => {
    started = await startBrowser(name, { profileDir });
    const { browser } = started;
    const panel = await browser.showPanel();
    await browser.page.goto(`${demo.url}?run=ticker,binary`);
    await untilMessages(panel, 100);
    const cutAt = Date.now();
    await browser.closeDevtools();
    const { session } = await openNewest(browser);
    expectAllBefore(cutAt, session);
  });

  test("the browser killed in the middle: the session is there on the next start", async () => {
    demo.resetLedger();
    started = await startBrowser(name, { profileDir });
    const panel = await started.browser.showPanel();
    await started.browser.page.goto(`${demo.url}?run=ticker,echo`);
    await untilMessages(panel, 100);
    const cutAt = Date.now();
    await started.browser.kill();
    started = await startBrowser(name, { profileDir, devtools: false });
    const { session } = await openNewest(started.browser);
    expectAllBefore(cutAt, session);
  });
});
