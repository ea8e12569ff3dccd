import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import { ANSWERS_WITHIN_MS } from "../../src/channel/resending-sender.ts";
import { PATIENTLY, recordedSession, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";
import { startPageServer } from "./support/start-page-server.ts";

describe.each(BROWSERS)(
  "%s: where an end breaks, recording goes on or the panel says that it does not",
  (name) => {
    let demo: Demo;
    let started: StartedBrowser;

    beforeEach(async () => {
      demo = await startDemo();
      started = await startBrowser(name);
    });
    afterEach(async () => {
      await started?.stop();
      await demo?.close();
    });

    /** A socket of the page that says what it is told, and hears its echo. */
    const open = (client: string) => `(async () => {
    globalThis.problems = [];
    addEventListener("error", ({ message }) => problems.push(message));
    addEventListener("unhandledrejection", ({ reason }) => problems.push(String(reason)));
    const socket = new WebSocket(location.origin.replace("http", "ws") + "/echo?client=${client}");
    await new Promise((resolve) => { socket.onopen = resolve; });
    globalThis.say = (text) => new Promise((resolve) => { socket.onmessage = ({ data }) => resolve(data); socket.send(text); });
    globalThis.hangUp = () => new Promise((resolve) => { socket.onclose = () => resolve(true); socket.close(); });
  })()`;

    test("the extension is reloaded under a page: the page notices nothing, and the panel asks for a reload", async () => {
      const { browser } = started;
      const { page } = browser;
      const before = await browser.showPanel();
      await page.goto(`${demo.url}empty.html`);
      await page.evaluate(open("orphan"));
      await page.evaluate("say('before')");
      await untilMessages(before, 2);
      await browser.closeDevtools();
      await browser.reloadExtension();
      // Its relay is an orphan, or gone with its world; the hook has nobody to talk to.
      expect(await page.evaluate("say('after')")).toBe("after");
      // Longer than the relay waits for an answer: what it had to do then is refused, and the page must not hear of it.
      const many = `(async () => {
      const end = performance.now() + ${ANSWERS_WITHIN_MS + 1000};
      for (let index = 0; index < 3000 || performance.now() < end; index += 1) await say("x");
      return problems;
    })()`;
      expect(await page.evaluate(many)).toEqual([]);
      const panel = await browser.showPanel();
      await panel.waitFor("/reload/i.test(document.body.innerText)");
      await page.reload();
      await page.evaluate(open("adopted"));
      expect(await page.evaluate("say('again')")).toBe("again");
      await untilMessages(panel, 2);
      const session = await recordedSession(browser, panel);
      const adopted = session.find(({ url }) => url.endsWith("client=adopted"));
      expect(adopted?.messages.map(({ data }) => data)).toEqual(["again", "again"]);
    });

    test("a page comes back by the Back button, from the back/forward cache or anew", async () => {
      const { browser } = started;
      const { page } = browser;
      const panel = await browser.showPanel();
      await page.goto(`${demo.url}empty.html`);
      await page.evaluate(open("first"));
      await page.evaluate("say('one')");
      // With an open socket no browser keeps a page.
      await page.evaluate("hangUp()");
      await untilMessages(panel, 2);
      await page.goto(`${demo.url}frames.html`);
      await page.evaluate("setTimeout(() => history.back()), null");
      await panel.waitFor(`document.querySelector(".status-line") !== null`);
      await expect.poll(() => page.url().catch(() => ""), PATIENTLY).toBe(`${demo.url}empty.html`);
      await page.evaluate(open("second"));
      expect(await page.evaluate("say('two')")).toBe("two");
      await untilMessages(panel, 4);
      const session = await recordedSession(browser, panel);
      for (const [client, text] of [
        ["first", "one"],
        ["second", "two"],
      ] as const) {
        const found = session.filter(({ url }) => url.endsWith(`client=${client}`));
        expect(found.flatMap(({ messages }) => messages.map(({ data }) => data))).toEqual([text, text]);
      }
    });

    test("a tab that was thrown away and is loaded again: recorded from its first script on", async () => {
      const { browser } = started;
      const server = await startPageServer((port) => ({
        "/": `<!doctype html><script>
          const socket = new WebSocket("ws://127.0.0.1:${port}/?client=again");
          socket.onopen = () => socket.send("loaded");
          globalThis.heard = new Promise((resolve) => { socket.onmessage = ({ data }) => resolve(data); });
        </script>`,
      }));
      try {
        await browser.closeDevtools();
        const tab = await browser.openOtherTab(`http://127.0.0.1:${server.port}/`);
        await tab.evaluate("heard.then(() => { globalThis.before = true; })");
        await tab.discard();
        const panel = await tab.showPanel();
        expect(await tab.evaluate("heard")).toBe("loaded");
        expect(await tab.evaluate("typeof before")).toBe("undefined");
        await untilMessages(panel, 2);
        const session = await recordedSession(browser, panel);
        expect(session.map(({ messages }) => messages.map(({ data }) => data))).toEqual([
          ["loaded", "loaded"],
        ]);
        await tab.close();
      } finally {
        await server.close();
      }
    });

    test("the background is stopped again and again while a page speaks", async () => {
      const { browser } = started;
      const { page } = browser;
      const panel = await browser.showPanel();
      await page.goto(`${demo.url}empty.html`);
      await page.evaluate(open("steady"));
      for (let round = 0; round < 3; round += 1) {
        for (let index = 0; index < 20; index += 1) await page.evaluate(`say("${round}-${index}")`);
        await browser.stopBackground();
      }
      await page.evaluate("say('end')");
      await untilMessages(panel, 122);
      const session = await recordedSession(browser, panel);
      const steady = session.find(({ url }) => url.endsWith("client=steady"));
      const said = [0, 1, 2].flatMap((round) =>
        Array.from({ length: 20 }, (_, index) => `${round}-${index}`),
      );
      expect(
        steady?.messages.filter(({ direction }) => direction === "sent").map(({ data }) => data),
      ).toEqual([...said, "end"]);
    });
  },
);
