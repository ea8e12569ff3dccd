import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareWithLedger } from "../../demo/compare-with-ledger.ts";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { recordedSession, sessionLines, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

describe.each(BROWSERS.filter((it) => it === "firefox"))("%s: sockets in workers", (name) => {
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

  test("dedicated, nested, module and shared workers: every message, and the script runs as it was", async () => {
    const { page } = started.browser;
    await page.goto(`${demo.url}workers.html`);
    const done =
      await page.evaluate<{ client: string; received: number; strict: boolean }[]>("demo.workers()");
    expect(done).toEqual(
      ["dedicated", "nested", "module", "shared"].map((client) => ({ client, received: 3, strict: true })),
    );
    await untilMessages(panel, 24);
    await demo.settled();
    const comparison = compareWithLedger(await recordedSession(started.browser, panel), demo.ledger());
    expect(comparison.differences).toEqual([]);
    expect(comparison.recorded).toBe(24);
    const frames = (await sessionLines(started.browser, panel)).filter(
      ({ type }) => type === "frame-started",
    );
    expect(
      frames
        .map(({ worker }) => worker)
        .filter((it) => it !== undefined)
        .sort(),
    ).toEqual(["dedicated", "dedicated", "dedicated", "shared"]);
  });
});
