import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { compareWithLedger } from "../../demo/compare-with-ledger.ts";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { quiet } from "../../tooling/panel-actions.ts";
import { recordedSession, sessionLines, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

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
    await panel.click({ role: "button", name: "Clear" });
    demo.resetLedger();
  });

  const run = <T>(...clients: string[]) =>
    started.browser.page.evaluate<T[]>(`demo.workers(${JSON.stringify(clients)})`);
  const untilConnections = (count: number) =>
    panel.waitFor(
      `[...document.querySelectorAll(".connection")].filter((it) => /\\/echo/.test(it.innerText)).length >= ${count}`,
      30_000,
    );
  /** The list shows only so many rows: the session is asked. */
  const untilHandshakes = (count: number) =>
    vi.waitFor(
      async () => {
        const lines = await sessionLines(started.browser, panel);
        expect(lines.filter(({ type }) => type === "handshake")).toHaveLength(count);
      },
      { timeout: 30_000, interval: 1000 },
    );
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

    const clientOf = (url: unknown) => new URL(String(url)).searchParams.get("client");
    const { connections } = demo.ledger();
    const seen = { connections: connections.filter(({ url }) => whole.includes(clientOf(url) as Client)) };
    const recorded = await recordedSession(started.browser, panel);
    const comparison = compareWithLedger(
      recorded.filter(({ url }) => whole.includes(clientOf(url) as Client)),
      seen as ReturnType<Demo["ledger"]>,
    );
    expect(comparison.differences).toEqual([]);
    expect(comparison.recorded).toBe(6 * whole.length);

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
    const comparison = compareWithLedger(await recordedSession(started.browser, panel), demo.ledger());
    expect(comparison.differences).toEqual([]);
    expect(comparison.recorded).toBe(15);
    expect(await groups()).toContainEqual(expect.stringMatching(/^Dedicated worker \/workers\/streams\.js/));
  });

  test("their groups name them, and the list says what cannot be seen", async () => {
    await run(...SOCKETS);
    await untilConnections(WITH_MESSAGES[name].length + HANDSHAKE_ALONE[name].length);
    const host = new URL(demo.origin).host;
    const named = (await groups()).filter((it) => !it.startsWith("HTTP requests"));
    const said = await panel.evaluate<string>("document.querySelector('.unseen-note').innerText");
    if (name === "firefox") {
      expect(named).toEqual(
        expect.arrayContaining([
          `Dedicated worker /workers/echo.js?client=dedicated ${host}`,
          `Dedicated worker /workers/echo.js?client=nested ${host}`,
          `Shared worker /workers/echo.js?client=shared ${host}`,
        ]),
      );
      expect(said).toMatch(/blob: and data: workers.* handshakes only/);
    } else {
      expect(named).toEqual(
        expect.arrayContaining([
          "Worker, or frame without Duplex /workers/echo.js?client=dedicated told by the browser",
          "Worker, or frame without Duplex /workers/echo.js?client=nested told by the browser",
        ]),
      );
      expect(said).toMatch(/appear when they close/);
    }
  });

  test("a service worker's: by Chromium's log; in Firefox the handshake alone, and all of it once the user asks", async () => {
    const talk = (client: string) =>
      started.browser.page.evaluate<{ received: number; updated: boolean }>(`demo.service("${client}")`);
    expect((await talk("unasked")).received).toBe(3);
    if (name === "chromium") {
      await untilMessages(panel, 6);
      expect(await groups()).toContain(
        "Worker, or frame without Duplex /workers/service.js told by the browser",
      );
      return;
    }
    await untilHandshakes(1);
    expect(await groups()).toContain("Shared or service worker /workers/service.js told by the browser");

    await panel.click({ role: "button", name: "Watch service workers" });
    await panel.waitFor("/watched from their next update on/.test(document.body.innerText)");
    expect(await talk("asked")).toEqual({ client: "asked", received: 3, updated: true });
    await untilMessages(panel, 6);
    expect(await groups()).toContainEqual(expect.stringMatching(/^Service worker \/workers\/service\.js/));
    // The same bytes again: no update. And the next page finds the worker that is there.
    await started.browser.page.reload();
    expect(await talk("again")).toEqual({ client: "again", received: 3, updated: false });
    await untilMessages(panel, 12);

    await panel.click({ role: "button", name: "Leave service workers alone" });
    await panel.waitFor("/Service workers’: handshakes only/.test(document.body.innerText)");
    expect(await talk("left alone")).toEqual({ client: "left alone", received: 3, updated: true });
    await untilHandshakes(4);
    const lines = await sessionLines(started.browser, panel);
    expect(lines.filter(({ type }) => type === "message")).toHaveLength(12);
    expect(lines.filter(({ type }) => type === "socket-created")).toHaveLength(4);
  });
});
