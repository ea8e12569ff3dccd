import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { ANSWERS_WITHIN_MS } from "../../src/channel/resending-sender.ts";
import type { DrivenBrowser, DrivenPanel } from "../../tooling/browser/driven.ts";
import { PATIENTLY, sessionLines, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";
import { type PageServer, startPageServer } from "./support/start-page-server.ts";

const MIB = 1024 * 1024;
const PAGES = { "/": "<!doctype html>" };

describe.each(BROWSERS)("%s: how much a page keeps", (name) => {
  let server: PageServer;
  let started: StartedBrowser;

  beforeAll(async () => {
    server = await startPageServer(() => PAGES);
  });
  afterEach(async () => {
    await started?.stop();
  });
  afterAll(async () => {
    await server?.close();
  });

  /** Chooses in the settings, on the extension's own page, as one does whose DevTools is closed; or only waits for what is registered. */
  async function choose(browser: DrivenBrowser, label: RegExp | null, file: string): Promise<void> {
    const page = await browser.openExtensionPage("panel.html");
    if (label !== null) {
      await page.click({ role: "button", name: "Settings" });
      const radio = await page.waitFor<string>(
        `[...document.querySelectorAll("dialog label")].map((it) => it.textContent).find((it) => ${label}.test(it))`,
      );
      await page.click({ role: "radio", name: radio });
    }
    const scripts = "(globalThis.browser ?? chrome).scripting.getRegisteredContentScripts()";
    await page.waitFor(`${scripts}.then((all) => JSON.stringify(all).includes(${JSON.stringify(file)}))`);
    await page.close();
  }

  /**
   * A page that has talked longer than its relay waits for somebody to listen, then got so many echoes at once; and only
   * then DevTools. Answers how many messages there were before.
   */
  async function openLate(
    browser: DrivenBrowser,
    count: number,
  ): Promise<{ panel: DrivenPanel; before: number }> {
    await choose(browser, null, "relay.js");
    await browser.page.goto(`http://127.0.0.1:${server.port}/`);
    const before = await browser.page.evaluate<number>(`new Promise((resolve) => {
      window.socket = new WebSocket("ws://127.0.0.1:${server.port}/echo");
      const started = performance.now();
      let before = 0;
      let left = ${count};
      socket.onopen = () => socket.send("before");
      socket.onmessage = ({ data }) => {
        if (data === "before") {
          before += 2;
          if (performance.now() - started < ${2 * ANSWERS_WITHIN_MS}) setTimeout(() => socket.send("before"), 20);
          else for (let index = 0; index < ${count}; index += 1) socket.send("message " + index);
        } else {
          left -= 1;
          if (left === 0) resolve(before);
        }
      };
    })`);
    return { panel: await browser.showPanel(), before };
  }

  async function texts(browser: DrivenBrowser, panel: DrivenPanel): Promise<string[]> {
    const lines = await sessionLines(browser, panel);
    return lines
      .filter(({ type }) => type === "message" || type === "messages-dropped")
      .map(({ type, direction, text, count }) =>
        type === "message" ? `${direction} ${text}` : `${count} not kept`,
      );
  }

  test("DevTools opened late: at least the last 1,000 events, and first of all how many are not there", async () => {
    started = await startBrowser(name, { devtools: false });
    const { panel, before } = await openLate(started.browser, 2500);
    await untilMessages(panel, 1000);
    const all = await vi.waitFor(async () => {
      const found = await texts(started.browser, panel);
      expect(found).toContain("received message 2499");
      return found;
    }, PATIENTLY);
    const mark = all.findIndex((it) => it.endsWith("not kept"));
    // The relay has the first, of the time before it knew that nobody listens.
    const first = all.slice(0, mark);
    expect(first.every((it) => it.endsWith(" before"))).toBe(true);
    const kept = all.slice(mark + 1);
    // Of a full ring a quarter goes at once.
    expect(kept.length).toBeGreaterThanOrEqual(1000);
    expect(kept.length).toBeLessThanOrEqual(1250);
    expect(kept).toEqual(kept.map((_, index) => `received message ${2500 - kept.length + index}`));
    const lost = before + 5000 - first.length - kept.length;
    expect(all[mark]).toBe(`${lost} not kept`);
    const count = lost.toLocaleString("en");
    await panel.waitFor(
      `[...document.querySelectorAll(".connection-traffic")].some((it) => it.innerText.includes("${count} not kept"))`,
    );
    await panel.evaluate(
      `document.querySelector('.message-pane .virtual-list, .virtual-list[role="grid"]').scrollTop = 0`,
    );
    await panel.waitFor(
      `[...document.querySelectorAll(".row")].some((it) => it.innerText.includes("Older messages not kept: ${count}"))`,
    );
  });

  test("more by the settings, and nothing", async () => {
    started = await startBrowser(name, { devtools: false });
    const { browser } = started;
    await choose(browser, /10,000 events/, "limits/ring-large.js");
    const { panel, before } = await openLate(browser, 2500);
    await untilMessages(panel, before + 5000);
    expect(await texts(browser, panel)).toHaveLength(before + 5000);
    await browser.closeDevtools();

    await choose(browser, /Nothing but/, "limits/ring-off.js");
    const late = await openLate(browser, 20);
    const none = `${late.before + 40} not kept`;
    await late.panel.waitFor(
      `[...document.querySelectorAll(".connection-traffic")].some((it) => it.innerText.includes("${none}"))`,
    );
    expect(await texts(browser, late.panel)).toEqual([none]);
    await browser.page.evaluate(`socket.send("now")`);
    await untilMessages(late.panel, 2);
    expect(await texts(browser, late.panel)).toEqual([none, "sent now", "received now"]);
  });

  test("a message of 50 MiB whole; of one of 70 MiB the first 64, and how large it was", async () => {
    started = await startBrowser(name);
    const { browser } = started;
    const panel = await browser.showPanel();
    await browser.page.goto(`http://127.0.0.1:${server.port}/`);
    await browser.page.evaluate(`new Promise((resolve) => {
      window.socket = new WebSocket("ws://127.0.0.1:${server.port}/sink");
      socket.onopen = () => resolve(true);
    })`);
    // One after the other: a page keeps no three of these at a time.
    const sends = [
      `const bytes = new Uint8Array(${50 * MIB});
        for (let index = 0; index < bytes.length; index += 4096) bytes[index] = index / 4096;
        socket.send(bytes);
        bytes.fill(0);`,
      `socket.send("x" + "é".repeat(${35 * MIB}));`,
      `socket.send(new Blob([new Uint8Array(${70 * MIB}).fill(7)]));`,
    ];
    for (const [index, send] of sends.entries()) {
      await browser.page.evaluate(`(() => { ${send} })()`);
      await untilMessages(panel, index + 1);
    }
    const cut = `[...document.querySelectorAll(".row .missing")].map(({ innerText }) => innerText.trim()).join()`;
    await panel.waitFor(`${cut} === "cut at 64 MiB,cut at 64 MiB"`);
    await panel.evaluate(
      `document.querySelector(".row .missing").dispatchEvent(new MouseEvent("mousedown", { bubbles: true }))`,
    );
    await panel.waitFor(`document.querySelector(".detail-missing")?.innerText.includes("Cut at 64 MiB")`);
    const lines = await sessionLines(browser, panel);
    const [whole, text, blob] = lines.filter(({ type }) => type === "message");
    const bytes = Buffer.from(String(whole?.base64), "base64");
    expect([whole?.size, bytes.length, whole?.cut]).toEqual([50 * MIB, 50 * MIB, undefined]);
    expect(bytes.every((byte, index) => byte === (index % 4096 === 0 ? (index / 4096) % 256 : 0))).toBe(true);
    expect([text?.size, Buffer.byteLength(String(text?.text)), text?.cut]).toEqual([
      70 * MIB + 1,
      64 * MIB - 1,
      true,
    ]);
    expect([blob?.size, Buffer.from(String(blob?.base64), "base64").length, blob?.cut]).toEqual([
      70 * MIB,
      64 * MIB,
      true,
    ]);
  });
});
