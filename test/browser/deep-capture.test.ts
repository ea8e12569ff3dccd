import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { until } from "../../tooling/browser/until.ts";
import { clear, quiet } from "../../tooling/panel-actions.ts";
import { type DeepSite, EVENTS, type SeenMessage, startDeepSite } from "./support/deep-site.ts";
import { PATIENTLY, sessionLines } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

type Line = Record<string, unknown>;

/** What can be read in a report of a failure. */
const digestOf = (payload: string) =>
  payload.length < 100 ? payload : `${payload.length} ${createHash("sha1").update(payload).digest("hex")}`;

const SWITCH = { role: "checkbox", name: "Deep capture" };
const IS_ON = "/told as they happen/.test(document.querySelector('.deep-switch')?.innerText)";

// Firefox has no debugger for extensions: what it shows of workers is in workers.test.ts.
describe.each(BROWSERS.filter((it) => it === "chromium"))("%s: deep capture", (name) => {
  let site: DeepSite;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    site = await startDeepSite();
    started = await startBrowser(name, {
      extensionDir: resolve(import.meta.dirname, "../../dist/chrome-deep"),
      windowSize: { width: 1280, height: 1600 },
    });
    await started.browser.page.goto(site.origin);
    panel = await started.browser.showPanel();
  });
  afterAll(async () => {
    await started?.stop();
    await site?.close();
  });

  const page = <T>(expression: string) => started.browser.page.evaluate<T>(expression);
  const lines = () => sessionLines(started.browser, panel);
  /** What a connection said, as the server would say it. */
  const messagesOf = (all: Line[], path: string) => {
    const created = all.filter(
      ({ type, url }) => type === "socket-created" && url === `${site.sockets}${path}`,
    );
    expect(created, path).toHaveLength(1);
    const said = all.filter(
      ({ type, connection }) => type === "message" && connection === created[0]?.connection,
    );
    return sides(said.map(({ direction, text, base64 }) => [direction, text ?? base64] as SeenMessage));
  };
  /** Each direction in its order: how the two mingle the two ends see differently. */
  const sides = (messages: readonly SeenMessage[]) =>
    (["sent", "received"] as const).map((wanted) =>
      messages.filter(([direction]) => direction === wanted).map(([, payload]) => digestOf(payload)),
    );

  async function switchOn(): Promise<void> {
    await panel.waitFor("document.querySelector('.deep-switch input') !== null");
    if (!(await panel.evaluate<boolean>("document.querySelector('.deep-switch input').checked")))
      await panel.click(SWITCH);
    await panel.waitFor(IS_ON);
  }

  /** Starts the dedicated workers, where an earlier test has not. */
  async function startWorkers(): Promise<void> {
    await switchOn();
    if (await page<boolean>("window.kept !== undefined")) return;
    await page(`(() => {
      const script = \`fetch("${site.origin}/held").then(() => {
        new WebSocket("${site.sockets}/blob").onopen = ({ target }) => target.send("from a blob:");
      });\`;
      window.kept = ["/dedicated.js", "/outer.js", URL.createObjectURL(new Blob([script]))].map((it) => new Worker(it));
    })()`);
    for (const path of ["/dedicated.js", "/outer.js", "/held", "/nested.js"]) await deliver(path);
  }

  /** The debugger is attached while a worker's script is on its way: here that takes as long as the machine needs for it. */
  async function deliver(path: string): Promise<void> {
    await until(`somebody to ask for ${path}`, () => site.isAwaited(path));
    await quiet(panel);
    site.deliver(path);
  }

  test("is off at first; switched on it tells of every message of every kind of worker", async () => {
    const begunAt = Date.now();
    await panel.waitFor("document.querySelector('.deep-switch input')?.checked === false");
    await startWorkers();
    await page('void navigator.serviceWorker.register("/service.js")');
    await deliver("/service.js");
    await vi.waitFor(async () => {
      const told = await lines();
      for (const [path, messages] of [
        ["/dedicated", 8],
        ["/nested", 8],
        ["/service", 8],
        ["/blob", 2],
      ] as const) {
        expect(site.said(path), path).toHaveLength(messages);
        expect(messagesOf(told, path)).toEqual(sides(site.said(path)));
      }
    }, PATIENTLY);
    // A shared worker is found a little after it has started.
    await page(`(() => {
      window.shared = new SharedWorker("/shared.js").port;
      let count = 0;
      window.asking = setInterval(() => shared.postMessage(count++), 100);
    })()`);
    await panel.waitFor(
      "[...document.querySelectorAll('.connection')].some((it) => /shared\\?\\d/.test(it.innerText))",
    );
    await page("clearInterval(asking)");
    const all = await lines();
    const shared = all.find(({ type, url }) => type === "socket-created" && /shared\?/.test(String(url)));
    const path = String(shared?.url).replace(site.sockets, "");
    expect(messagesOf(all, path)).toEqual(sides(site.said(path)));
    const kinds = all.filter(({ type }) => type === "frame-started").map(({ worker }) => worker);
    expect(kinds.filter((it) => it !== undefined).sort()).toEqual([
      "dedicated",
      "dedicated",
      "dedicated",
      "service",
      "shared",
    ]);
    // Each has its time: between the opening of its socket and now.
    const times = all.filter(({ type }) => type === "message").map(({ at }) => Number(at));
    expect(Math.max(...times)).toBeLessThan(Date.now() + 100);
    expect(Math.min(...times)).toBeGreaterThan(begunAt - 100);
  });

  test("tells of a page's handshake at once, and of none twice", async () => {
    await startWorkers();
    await page(`new Promise((resolve) => {
      window.socket = new WebSocket("${site.sockets}/page");
      socket.onopen = resolve;
    })`);
    await panel.waitFor(
      "[...document.querySelectorAll('.connection')].some((it) => /\\/page/.test(it.innerText))",
    );
    await panel.evaluate(
      "[...document.querySelectorAll('.connection')].find((it) => /\\/page/.test(it.innerText)).click()",
    );
    await panel.waitFor("/Sec-WebSocket-Accept\\s+verified/.test(document.body.innerText)");
    await page(`(() => { kept.forEach((it) => it.terminate()); socket.close(4000, "enough"); })()`);
    await panel.waitFor(
      "[...document.querySelectorAll('.connection')].filter((it) => /closed/i.test(it.innerText)).length >= 4",
    );
    await vi.waitFor(async () => {
      const all = await lines();
      for (const path of ["/page", "/dedicated", "/nested", "/blob"]) {
        const created = all.filter(
          ({ type, url }) => type === "socket-created" && url === `${site.sockets}${path}`,
        );
        expect(created, path).toHaveLength(1);
        const handshakes = all.filter(
          ({ type, connection }) => type === "handshake" && connection === created[0]?.connection,
        );
        expect(handshakes, path).toHaveLength(1);
      }
    }, PATIENTLY);
    await panel.click({ name: "Close the connection’s facts", role: "button" });
    await panel.evaluate("document.querySelector('.connection').click()");
  });

  test("has each event of an EventSource once, also of types that nobody listens to", async () => {
    await switchOn();
    await clear(panel);
    await page(`new Promise((resolve) => {
      window.source = new EventSource("/events");
      source.addEventListener("heard", () => {});
      source.onmessage = ({ data }) => data === "last" && resolve();
    })`);
    const told = await vi.waitFor(async () => {
      const events = (await lines()).filter(
        ({ type, eventName }) => type === "message" && eventName !== undefined,
      );
      expect(events).toHaveLength(EVENTS.length);
      return events;
    }, PATIENTLY);
    // The debugger's time is that of the arrival, the hook's that of the page's listeners: each is in order.
    const isHeard = (name: unknown) => name === "message" || name === "heard";
    for (const heard of [true, false]) {
      const some = told.filter(({ eventName }) => isHeard(eventName) === heard);
      const inOrder = some.sort((a, b) => Number(a.at) - Number(b.at));
      expect(inOrder.map(({ eventName, text, eventId = "" }) => [eventName, text, eventId])).toEqual(
        EVENTS.filter(([name]) => isHeard(name) === heard).map((it) => [...it]),
      );
    }
    expect(new Set(told.map(({ connection }) => connection)).size).toBe(1);
    expect(told.filter(({ unheard }) => unheard === true).map(({ eventName }) => eventName)).toEqual([
      "price",
      "price",
      "other",
    ]);
    await page("source.close()");
  });

  test("lets go when DevTools is closed, begins again with it, and ends when it is switched off", async () => {
    const { browser } = started;
    await switchOn();
    await browser.closeDevtools();
    const other = await browser.openExtensionPage("panel.html");
    const isFree = `chrome.debugger.getTargets().then(async (all) => {
      const { tabId } = all.find(({ type, url }) => type === "page" && url.startsWith("${site.origin}"));
      await chrome.debugger.attach({ tabId }, "1.3");
      await chrome.debugger.detach({ tabId });
      return true;
    }).catch(() => false)`;
    await other.waitFor(isFree);
    await other.close();
    panel = await browser.showPanel();
    await panel.waitFor(IS_ON);
    await panel.click(SWITCH);
    await panel.waitFor("/what shared workers say/.test(document.querySelector('.deep-switch')?.innerText)");
    const after = await browser.openExtensionPage("panel.html");
    await after.waitFor(isFree);
    await after.close();
  });
});
