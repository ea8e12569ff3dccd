import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear } from "../../tooling/panel-actions.ts";
import { compareRecorded, recordedHar, recordedSession, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

describe.each(BROWSERS)("%s: what the servers say is what is recorded", (name) => {
  let demo: Demo;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    demo = await startDemo();
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
  });
  afterAll(async () => {
    await started?.stop();
    await demo?.close();
  });

  test("every feed of the demo, in the HAR and in the session file, payload for payload", async () => {
    const { browser } = started;
    await browser.page.goto(demo.url);
    await untilMessages(panel, 300);
    await browser.page.evaluate("demo.stopAll()");
    await demo.settled();
    const har = await compareRecorded(() => recordedHar(browser, panel), demo);
    const session = await compareRecorded(() => recordedSession(browser, panel), demo);
    expect(har.differences).toEqual([]);
    expect(session.differences).toEqual([]);
    expect(har.expected).toBeGreaterThan(300);
    expect(har.recorded).toBe(har.expected);
    expect(session.recorded).toBe(har.expected);
  });

  test("sockets that a page opens in its first inline script", async () => {
    const { browser } = started;
    await clear(panel);
    demo.resetLedger();
    await browser.page.goto(`${demo.url}inline.html`);
    await untilMessages(panel, 10);
    await browser.page.evaluate("demo.stopAll()");
    await demo.settled();
    const session = await compareRecorded(() => recordedSession(browser, panel), demo);
    expect(session.differences).toEqual([]);
    expect(session.recorded).toBeGreaterThanOrEqual(10);
  });
});
