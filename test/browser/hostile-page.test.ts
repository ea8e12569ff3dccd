import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { until } from "../../tooling/browser/until.ts";
import { LIE, startHostileServer } from "./support/hostile-page.ts";
import { PATIENTLY, recordedSession, sessionLines } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

/** Said by the page around the hostile one, meanwhile. */
const MESSAGES = 300;
/** Under its own flood a browser takes ten seconds; on a busy machine many times as long. */
const FINISHED_MS = 600_000;
const TEST_MS = 900_000;
/** A frame says at most once a second what of it was left out. */
const MARKS_A_SECOND = 6;

describe.each(BROWSERS)("%s: a hostile page harms nobody but itself", (name) => {
  let server: Awaited<ReturnType<typeof startHostileServer>>;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    server = await startHostileServer();
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
  });
  afterAll(async () => {
    await started?.stop();
    await server?.close();
  });

  test(
    "what it forges, floods and draws; the page around it is recorded whole, another tab not at all",
    async () => {
      const { browser } = started;
      await browser.page.goto(server.good);
      const other = await browser.openOtherTab(server.good);
      await other.evaluate(`new Promise((resolve) => {
      const socket = new WebSocket(location.origin.replace("http", "ws") + "/?client=othertab");
      socket.onopen = () => socket.send("of another tab");
      socket.onmessage = () => resolve(true);
    })`);
      await panel.evaluate(`(() => {
      globalThis.longest = 0;
      let last = performance.now();
      setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - last); last = now; }, 20);
    })()`);
      const begunAt = Date.now();
      await browser.page.evaluate(`void (async () => {
      const frame = document.createElement("iframe");
      frame.src = ${JSON.stringify(server.hostile)};
      await new Promise((resolve) => { frame.onload = resolve; document.body.append(frame); });
      frame.contentWindow.postMessage("start", "*");
      const socket = new WebSocket(location.origin.replace("http", "ws") + "/?client=good");
      await new Promise((resolve) => { socket.onopen = resolve; });
      let received = 0;
      const done = new Promise((resolve) => { socket.onmessage = () => { if (++received === ${MESSAGES}) resolve(); }; });
      const ended = new Promise((resolve) => addEventListener("message", ({ data }) => data === "ended" && resolve()));
      for (let index = 0; index < ${MESSAGES}; index += 1) {
        socket.send("good " + index);
        if (index % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await Promise.all([done, ended]);
      globalThis.finished = true;
    })()`);
      await until("both pages to finish", () => browser.page.evaluate("globalThis.finished"), FINISHED_MS);

      // The flood is told of where one looks, with its frame.
      await panel.waitFor(
        `[...document.querySelectorAll("footer span")].some(({ textContent }) =>
        / dropped$/.test(textContent) && Number(textContent.replace(/\\D/g, "")) > 1000)`,
        FINISHED_MS,
      );
      const said = Array.from({ length: MESSAGES }, (_, index) => `good ${index}`);
      await vi.waitFor(async () => {
        const session = await recordedSession(browser, panel);
        const good = session.find(({ url }) => url.endsWith("client=good"));
        for (const direction of ["sent", "received"]) {
          expect(good?.messages.filter((it) => it.direction === direction).map(({ data }) => data)).toEqual(
            said,
          );
        }
      }, PATIENTLY);
      const lines = await sessionLines(browser, panel);
      const text = JSON.stringify(lines);
      // It had the link of a frame of its own, by which it can lie about that, and no more.
      expect(text.includes(LIE)).toBe(true);
      expect(text).not.toContain("forged.example");
      expect(text).not.toContain("othertab");
      const told = lines.filter(({ type }) => type === "messages-dropped");
      expect(told.length).toBeGreaterThan(0);
      expect(told.length).toBeLessThan(10 + (MARKS_A_SECOND * (Date.now() - begunAt)) / 1000);
      expect(told.every(({ why }) => String(why).includes(server.hostile))).toBe(true);

      // Drawn as text, whatever is looked at.
      await panel.press("Home");
      const drawn = await panel.evaluate<Record<string, unknown>>(`(() => {
      return {
        images: document.images.length,
        scripts: [...document.scripts].filter((it) => it.src === "").length,
        ran: typeof globalThis.hostileRan,
        longest: globalThis.longest,
      };
    })()`);
      expect(drawn).toMatchObject({ images: 0, scripts: 0, ran: "undefined" });
      expect(drawn.longest as number).toBeLessThan(5000);
      await other.close();
    },
    TEST_MS,
  );
});
