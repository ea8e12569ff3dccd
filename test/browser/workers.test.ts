import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear, quiet } from "../../tooling/panel-actions.ts";
import {
  compareRecorded,
  PATIENTLY,
  recordedSession,
  sessionLines,
  untilMessages,
} from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

/** Another address of this machine than loopback, which browsers trust without https. */
const ADDRESS = Object.values(networkInterfaces())
  .flat()
  .find((it) => it?.family === "IPv4" && !it.internal)?.address;

const SOCKETS = ["dedicated", "nested", "module", "shared", "blob", "data"] as const;
type Client = (typeof SOCKETS)[number];

/** Whose messages each browser shows: by the hook in front of their script, or (Chromium) by its network log. */
const WITH_MESSAGES: Record<"chromium" | "firefox", readonly Client[]> = {
  chromium: ["dedicated", "nested", "module", "blob", "data"],
  firefox: ["dedicated", "nested", "module", "shared"],
};
/** Whose handshake alone. Of a shared worker Chromium tells nothing. */
const HANDSHAKE_ALONE: Record<"chromium" | "firefox", readonly Client[]> = {
  chromium: [],
  firefox: ["blob", "data"],
};

describe.each(BROWSERS)("%s: workers", (name) => {
  let demo: Demo;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    demo = await startDemo();
    // Tall enough for all groups: the list draws what is on the screen.
    started = await startBrowser(name, { windowSize: { width: 1280, height: 1800 } });
    panel = await started.browser.showPanel();
  });
  afterAll(async () => {
    await started?.stop();
    await demo?.close();
  });
  beforeEach(async () => {
    await started.browser.page.goto(`${demo.url}workers.html`);
    await quiet(panel);
    await clear(panel);
    demo.resetLedger();
  });

  const clientOf = (url: unknown) => new URL(String(url)).searchParams.get("client");
  const run = <T>(...clients: string[]) =>
    started.browser.page.evaluate<T[]>(`demo.workers(${JSON.stringify(clients)})`);
  const untilConnections = (count: number) =>
    panel.waitFor(
      `[...document.querySelectorAll(".connection")].filter((it) => /\\/echo/.test(it.innerText)).length >= ${count}`,
    );
  /** The list shows only so many rows: the session is asked. */
  const untilHandshakes = (count: number, address = "") =>
    vi.waitFor(async () => {
      const lines = await sessionLines(started.browser, panel);
      const told = lines.filter(({ type }) => type === "handshake");
      const urls = told.map(({ entry }) => (entry as { request: { url: string } }).request.url);
      expect(urls.filter((url) => url.includes(address))).toHaveLength(count);
    }, PATIENTLY);
  const groups = () =>
    panel.evaluate<string[]>(
      "[...document.querySelectorAll('.connection-group')].map((it) => it.innerText.replace(/\\s+/g, ' ').trim())",
    );

  test("sockets: one connection each, with its handshake, and every message that the browser lets be seen", async () => {
    const whole = WITH_MESSAGES[name];
    const all = [...whole, ...HANDSHAKE_ALONE[name]];
    // Their scripts run as they would.
    expect(await run(...SOCKETS)).toEqual(SOCKETS.map((client) => ({ client, received: 3, strict: true })));
    await untilMessages(panel, 6 * whole.length);
    await untilHandshakes(all.length);
    await demo.settled();

    const { connections } = demo.ledger();
    const seen = { connections: connections.filter(({ url }) => whole.includes(clientOf(url) as Client)) };
    const recorded = async () =>
      (await recordedSession(started.browser, panel)).filter(({ url }) =>
        whole.includes(clientOf(url) as Client),
      );
    const comparison = await compareRecorded(recorded, { ledger: () => seen as ReturnType<Demo["ledger"]> });
    expect(comparison.differences).toEqual([]);
    expect(comparison.recorded).toBe(6 * whole.length);

    await vi.waitFor(async () => {
      const lines = await sessionLines(started.browser, panel);
      const sockets = lines.filter(({ type }) => type === "socket-created");
      expect(sockets.map(({ url }) => clientOf(url)).sort()).toEqual([...all].sort());
      const of = (type: string) =>
        lines.filter((it) => it.type === type).map(({ connection }) => connection as number);
      const numbers = sockets.map(({ connection }) => connection as number).sort();
      expect(of("handshake").sort()).toEqual(numbers);
      expect(of("socket-opened").sort()).toEqual(numbers);
      if (name === "chromium") expect(of("socket-closed").sort()).toEqual(numbers);
      else {
        const ends = lines.filter(({ type }) => type === "socket-closed");
        expect(ends.map(({ code, reason }) => [code, reason])).toEqual(whole.map(() => [1000, "done"]));
      }
    }, PATIENTLY);
  });

  test("an open one: at once in Firefox, in Chromium when asked for; the page's own is not listed twice", async () => {
    const answer = (make: string) =>
      started.browser.page.evaluate(`new Promise((resolve) => { ${make}; it.onmessage = () => resolve(); })`);
    await answer(`const it = window.own = new WebSocket("${demo.origin.replace("http", "ws")}/echo?client=own");
      it.onopen = () => it.send("from the page")`);
    await answer('const it = window.worker = new Worker("/workers/lasting.js")');
    if (name === "chromium") await panel.click({ role: "button", name: "Look for open ones" });
    await untilMessages(panel, 4);
    await answer('const it = window.worker; it.postMessage("close")');
    await panel.waitFor(
      "[...document.querySelectorAll('.connection')].some((it) => /lasting/.test(it.innerText) && /closed/.test(it.innerText))",
    );
    await started.browser.page.evaluate("own.close()");
    await untilHandshakes(2);
    await vi.waitFor(async () => {
      const lines = await sessionLines(started.browser, panel);
      const created = lines.filter(({ type }) => type === "socket-created");
      expect(created.map(({ url }) => clientOf(url)).sort()).toEqual(["lasting", "own"]);
      expect(lines.filter(({ type }) => type === "message")).toHaveLength(4);
      const ends = lines.filter(({ type }) => type === "socket-closed");
      expect(ends).toHaveLength(2);
      // The log has no close codes.
      expect(ends.map(({ code }) => code)).toContain(name === "firefox" ? 4001 : null);
    }, PATIENTLY);
  });

  test("of a frame, beside those of the page to the same address: which handshake is whose is not guessed in silence", async () => {
    await started.browser.page.evaluate(`new Promise((resolve) => {
      const frame = document.createElement("iframe");
      frame.src = "/workers.html?frame";
      frame.onload = resolve;
      document.body.append(frame);
    })`);
    await started.browser.page.evaluate(`Promise.all([
      document.querySelector("iframe").contentWindow.demo.workers(["dedicated"]),
      demo.workers(["dedicated"]),
    ])`);
    await untilMessages(panel, 12);
    await untilHandshakes(2);
    const told = (await sessionLines(started.browser, panel)).filter(({ type }) => type === "handshake");
    // Firefox names no frame of them; Chromium's network log has each socket's messages with its handshake.
    const among = name === "firefox" ? 2 : 1;
    expect(told.map((it) => it.among)).toEqual([among, among]);
    expect(new Set(told.map(({ connection }) => connection)).size).toBe(2);
  });

  test("streamed responses: every piece in Firefox, the request alone in Chromium", async () => {
    expect(await run("streams")).toEqual([{ client: "streams", received: 3 }]);
    await demo.settled();
    if (name === "chromium") {
      await panel.waitFor(
        "[...document.querySelectorAll('.connection')].some((it) => /formats/.test(it.innerText))",
      );
      expect((await sessionLines(started.browser, panel)).map(({ type }) => type)).not.toContain(
        "stream-opened",
      );
      return;
    }
    await untilMessages(panel, 15);
    const comparison = await compareRecorded(() => recordedSession(started.browser, panel), demo);
    expect(comparison.differences).toEqual([]);
    expect(comparison.recorded).toBe(15);
    await expect.poll(groups, PATIENTLY).toContain("/workers/streams.js dedicated worker");
  });

  test("their groups name them, and the list says what cannot be seen", async () => {
    await run(...SOCKETS);
    await untilConnections(WITH_MESSAGES[name].length + HANDSHAKE_ALONE[name].length);
    const untilSaid = (what: RegExp) =>
      panel.waitFor(`${what}.test(document.querySelector(".unseen-note")?.innerText)`);
    // Who opened them is known by what the browser says of their handshakes, which may be later than themselves.
    const named = expect.poll(groups, PATIENTLY);
    if (name === "firefox") {
      await named.toEqual(
        expect.arrayContaining([
          "/workers/echo.js?client=dedicated dedicated worker",
          "/workers/echo.js?client=nested dedicated worker",
          "/workers/echo.js?client=shared shared worker",
        ]),
      );
      await untilSaid(/blob: and data: workers.* handshakes only/);
    } else {
      await named.toEqual(
        expect.arrayContaining([
          "/workers/echo.js?client=dedicated worker or frame",
          "/workers/echo.js?client=nested worker or frame",
        ]),
      );
      await untilSaid(/appear when they close/);
    }
  });

  test("a service worker's: by Chromium's log; in Firefox the handshake alone, and all of it once the user asks", async () => {
    const talk = (client: string) =>
      started.browser.page.evaluate<{ received: number; updated: boolean }>(`demo.service("${client}")`);
    expect((await talk("unasked")).received).toBe(3);
    if (name === "chromium") {
      await untilMessages(panel, 6);
      await expect.poll(groups, PATIENTLY).toContain("/workers/service.js worker or frame");
      return;
    }
    await untilHandshakes(1);
    await expect.poll(groups, PATIENTLY).toContain("/workers/service.js shared or service worker");

    await panel.click({ role: "button", name: "Watch service workers" });
    await panel.waitFor("/watched from their next update on/.test(document.body.innerText)");
    expect(await talk("asked")).toEqual({ client: "asked", received: 3, updated: true });
    await untilMessages(panel, 6);
    await expect.poll(groups, PATIENTLY).toContain("/workers/service.js service worker");
    // The same bytes again: no update. And the next page finds the worker that is there.
    await started.browser.page.reload();
    expect(await talk("again")).toEqual({ client: "again", received: 3, updated: false });
    await untilMessages(panel, 12);

    await panel.click({ role: "button", name: "Leave service workers alone" });
    await panel.waitFor("/Service workers’: handshakes only/.test(document.body.innerText)");
    expect(await talk("left alone")).toEqual({ client: "left alone", received: 3, updated: true });
    await untilHandshakes(4);
    await vi.waitFor(async () => {
      const lines = await sessionLines(started.browser, panel);
      expect(lines.filter(({ type }) => type === "message")).toHaveLength(12);
      expect(lines.filter(({ type }) => type === "socket-created")).toHaveLength(4);
    }, PATIENTLY);
  });

  test.skipIf(ADDRESS === undefined)(
    "of a page without https: in Firefox handshakes alone, and the list says so",
    async () => {
      const open = await startDemo({ host: ADDRESS as string });
      try {
        await started.browser.page.goto(`${open.url}workers.html`);
        expect(await run("dedicated")).toEqual([{ client: "dedicated", received: 3, strict: true }]);
        await untilHandshakes(1, ADDRESS);
        const messages = async () =>
          (await sessionLines(started.browser, panel)).filter(({ type }) => type === "message");
        await expect.poll(messages, PATIENTLY).toHaveLength(name === "firefox" ? 0 : 6);
        const isSaid = `document.querySelector(".unseen-note")?.innerText.includes("without https: handshakes only") === true`;
        await panel.waitFor(`${isSaid} === ${name === "firefox"}`);
      } finally {
        await open.close();
      }
    },
  );
});
