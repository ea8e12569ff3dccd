import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import { compareRecorded, recordedSession, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

describe.each(BROWSERS)("%s: a private window", (name) => {
  let demo: Demo;
  let started: StartedBrowser;

  beforeAll(async () => {
    demo = await startDemo();
    started = await startBrowser(name, { privateWindow: true });
  });
  afterAll(async () => {
    await started?.stop();
    await demo?.close();
  });

  test("is recorded in memory, says so, and leaves nothing on the disk", async () => {
    const { browser } = started;
    const panel = await browser.showPanel();
    await browser.page.goto(`${demo.url}inline.html`);
    await untilMessages(panel, 10);
    await browser.page.evaluate("demo.stopAll()");
    await demo.settled();
    await panel.waitFor("/memory.*private window/s.test(document.querySelector('footer').innerText)");
    const { differences } = await compareRecorded(() => recordedSession(browser, panel), demo);
    expect(differences).toEqual([]);
    const stored = await panel.evaluate(`(async () => {
      // Firefox has no database at all in a private window.
      const known = await indexedDB.databases().catch(() => []);
      if (!known.some((it) => it.name === "duplex")) return [0, 0];
      return new Promise((resolve, reject) => {
        const request = indexedDB.open("duplex");
        request.onsuccess = () => {
          const transaction = request.result.transaction(["sessions", "chunks"]);
          const counts = ["sessions", "chunks"].map((it) => transaction.objectStore(it).count());
          transaction.oncomplete = () => resolve(counts.map(({ result }) => result));
        };
        request.onerror = () => reject(request.error);
      });
    })()`);
    expect(stored).toEqual([0, 0]);
  });
});
