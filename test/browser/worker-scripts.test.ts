import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { PATIENTLY, sessionLines, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";
import { startWorkerSite, type WorkerSite } from "./support/worker-site.ts";

describe.each(BROWSERS)("%s: workers' scripts", (name) => {
  let site: WorkerSite;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    site = await startWorkerSite();
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await started.browser.page.goto(site.origin);
  });
  afterAll(async () => {
    await started?.stop();
    await site?.close();
  });

  /** What a worker's page hears of it first. */
  const start = (path: string) =>
    started.browser.page.evaluate<unknown>(`new Promise((resolve) => {
      const worker = new Worker("${path}");
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => resolve({ error: event.constructor.name, line: event.lineno ?? null });
    })`);

  test("run as they would, however they are served, and from the cache, which keeps them as they were", async () => {
    const paths = ["/plain.js", "/cached.js", "/packed.js", "/latin.js", "/large.js", "/pieces.js"];
    for (const path of paths) {
      // Chromium reads them as the server says; the standard, and Firefox, as UTF-8.
      const length = path === "/latin.js" && name === "chromium" ? 2 : 1;
      expect(await start(path)).toEqual({ path, length });
    }
    expect(await start("/cached.js")).toEqual({ path: "/cached.js", length: 1 });
    const cached = "fetch('/cached.js', { cache: 'only-if-cached', mode: 'same-origin' })";
    expect(await started.browser.page.evaluate(`${cached}.then((it) => it.text())`)).toBe(site.script);
    expect(await start("/moved.js")).toEqual({ path: "/plain.js", length: 1 });
    await untilMessages(panel, 2 * (paths.length + 2));
    const sockets = async () =>
      (await sessionLines(started.browser, panel)).filter(({ type }) => type === "socket-created");
    await expect.poll(sockets, PATIENTLY).toHaveLength(paths.length + 2);
  });

  test("come to their worker also where the background is stopped while they are on their way", async () => {
    const paths = ["/plain.js", "/pieces.js", "/large.js"];
    const all = paths.flatMap((path) => [path, path, path]);
    for (let round = 0; round < 5; round += 1) {
      const answers = Promise.all(all.map(start));
      await started.browser.stopBackground();
      expect(await answers).toEqual(all.map((path) => ({ path, length: 1 })));
    }
    // And it is there again for the next one.
    await panel.waitFor("document.querySelector('.status-line') !== null");
    expect(await start("/plain.js")).toEqual({ path: "/plain.js", length: 1 });
  });

  test("stay sloppy, and are told of no caller of ours", async () => {
    expect(await start("/sloppy.js")).toEqual({ sloppy: true, callers: [null, null] });
  });

  test("fail as they would, and an empty one is none that fails", async () => {
    expect(await start("/missing.js")).toEqual({ error: "Event", line: null });
    expect(await start("/throwing.js")).toEqual({ error: "ErrorEvent", line: 2 });
    // Without Duplex, too, Firefox says no more of what it cannot parse.
    const unparsed = name === "firefox" ? { error: "Event", line: null } : { error: "ErrorEvent", line: 2 };
    expect(await start("/broken.js")).toEqual(unparsed);
    const quiet = "new Promise((resolve) => setTimeout(resolve, 500, 'quiet'))";
    expect(
      await started.browser.page.evaluate(`Promise.race([${quiet}, new Promise((resolve) => {
        new Worker("/empty.js").onerror = () => resolve("error");
      })])`),
    ).toBe("quiet");
  });
});
