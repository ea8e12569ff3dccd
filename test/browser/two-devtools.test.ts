import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { DrivenPanel, OtherTab } from "../../tooling/browser/driven.ts";
import { clear } from "../../tooling/panel-actions.ts";
import { PATIENTLY, recordedSession, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";
import { type PageServer, startPageServer } from "./support/start-page-server.ts";

const MESSAGES = 200;

/** Opens a socket of that name, and says so many texts, each once the one before has come back. */
const talk = (client: string, count: number) => `new Promise((resolve) => {
  const socket = new WebSocket(location.origin.replace("http", "ws") + "/?client=${client}");
  let said = 0;
  const say = () => socket.send("${client} " + said++);
  socket.onopen = say;
  socket.onmessage = () => (said < ${count} ? say() : resolve(true));
})`;

describe.each(BROWSERS)("%s: DevTools of two tabs at once", (name) => {
  let server: PageServer;
  let started: StartedBrowser;

  beforeAll(async () => {
    server = await startPageServer(() => ({ "/": "<!doctype html><title>Two</title>" }));
    started = await startBrowser(name);
  });
  afterAll(async () => {
    await started?.stop();
    await server?.close();
  });

  test("each records its own tab, whole, and nothing of the other; also where the background stops, and one is closed", async () => {
    const { browser } = started;
    const { page } = browser;
    const url = `http://127.0.0.1:${server.port}/`;
    const first = await browser.showPanel();
    await page.goto(url);
    const other: OtherTab = await browser.openOtherTab(url);
    const second = await other.showPanel();
    await Promise.all([page.evaluate(talk("one", MESSAGES)), other.evaluate(talk("two", MESSAGES))]);
    await browser.stopBackground();
    await Promise.all([
      page.evaluate(talk("one-again", MESSAGES)),
      other.evaluate(talk("two-again", MESSAGES)),
    ]);

    const texts = (client: string) => Array.from({ length: MESSAGES }, (_, index) => `${client} ${index}`);
    const holds = async (panel: DrivenPanel, ...clients: string[]) => {
      await untilMessages(panel, 2 * MESSAGES * clients.length);
      await vi.waitFor(async () => {
        const session = await recordedSession(browser, panel);
        expect(session.map((it) => new URL(it.url).searchParams.get("client")).sort()).toEqual(
          clients.sort(),
        );
        for (const client of clients) {
          const found = session.find((it) => it.url.endsWith(`client=${client}`));
          const sent = found?.messages.filter(({ direction }) => direction === "sent");
          expect(sent?.map(({ data }) => data)).toEqual(texts(client));
        }
      }, PATIENTLY);
    };
    await holds(second, "two", "two-again");
    await page.bringToFront();
    await holds(first, "one", "one-again");

    // Cleared in one, nothing is gone in the other; and with that one the other's recording does not end.
    await clear(first);
    await other.close();
    await page.evaluate(talk("one-alone", MESSAGES));
    await untilMessages(first, 2 * MESSAGES);
    const left = await recordedSession(browser, first);
    expect(left.find((it) => it.url.endsWith("client=one-alone"))?.messages.length).toBe(2 * MESSAGES);
  });
});
