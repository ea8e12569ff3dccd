import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareWithLedger } from "../../demo/compare-with-ledger.ts";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { quiet } from "../../tooling/panel-actions.ts";
import { recordedSession, sessionLines, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

describe.each(BROWSERS)("%s: pages come and go", (name) => {
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

  test("a reload, a navigation, and ten iframes that are opened and removed: nothing lost, nothing twice", async () => {
    const { page } = started.browser;
    await page.goto(`${demo.url}?run=echo`);
    await untilMessages(panel, 6);
    await page.evaluate("demo.stopAll()");
    await page.reload();
    await page.evaluate("demo.stopAll()");
    await page.goto(`${demo.url}frames.html`);
    const frames = await page.evaluate<{ opened: number; removed: number; sent: number; received: number }>(
      "demo.frames(10, 5)",
    );
    expect(frames).toEqual({ opened: 10, removed: 10, sent: 50, received: 50 });
    await page.goto(`${demo.url}empty.html`);
    await demo.settled();
    const lines = await sessionLines(started.browser, panel);
    const comparison = compareWithLedger(await recordedSession(started.browser, panel), demo.ledger());
    expect(comparison.differences).toEqual([]);
    expect(comparison.recorded).toBeGreaterThanOrEqual(106);
    const navigations = lines.filter(({ type }) => type === "navigated").map(({ url }) => url);
    expect(navigations).toEqual([
      `${demo.url}?run=echo`,
      `${demo.url}?run=echo`,
      `${demo.url}frames.html`,
      `${demo.url}empty.html`,
    ]);
  });

  test("a navigation is marked before the first message of the new page", async () => {
    const { page } = started.browser;
    await panel.click({ role: "button", name: "Clear" });
    await page.goto(`${demo.url}inline.html`);
    await untilMessages(panel, 10);
    await page.evaluate("demo.stopAll()");
    const lines = await sessionLines(started.browser, panel);
    const navigated = lines.find(({ type, url }) => type === "navigated" && url === `${demo.url}inline.html`);
    const first = lines.find(({ type }) => type === "socket-created");
    expect(navigated?.at).toBeLessThanOrEqual(first?.at as number);
  });

  test("frames without a URL of their own, and one that is written over", async () => {
    const { page } = started.browser;
    // A page that lets inline scripts run.
    await page.goto(`${demo.url}inline.html`);
    await page.evaluate("demo.stopAll()");
    await quiet(panel);
    await panel.click({ role: "button", name: "Clear" });
    demo.resetLedger();
    // Each frame opens a socket, says one thing, hears the echo, and says goodbye while it is removed.
    await page.evaluate(`(async () => {
      const url = (name) => location.origin.replace("http", "ws") + "/echo?client=" + name;
      const script = (name) => \`const socket = new WebSocket("\${url(name)}");
        socket.onopen = () => socket.send("hello");
        socket.onmessage = ({ data }) => { if (data !== "hello") return; socket.send("goodbye"); parent.postMessage("done", "*"); };\`;
      const done = () => new Promise((resolve) => addEventListener("message", resolve, { once: true }));
      const make = {
        srcdoc: (frame) => { frame.srcdoc = "<script>" + script("srcdoc") + "</" + "script>"; document.body.append(frame); },
        blank: (frame) => {
          document.body.append(frame);
          const element = frame.contentDocument.createElement("script");
          element.textContent = script("blank");
          frame.contentDocument.body.append(element);
        },
        written: (frame) => {
          document.body.append(frame);
          frame.contentDocument.open();
          frame.contentDocument.write("<script>" + script("written") + "</" + "script>");
          frame.contentDocument.close();
        },
      };
      for (const put of Object.values(make)) {
        const frame = document.createElement("iframe");
        const finished = done();
        put(frame);
        await finished;
        frame.remove();
      }
    })()`);
    await demo.settled();
    const session = await recordedSession(started.browser, panel);
    for (const name of ["srcdoc", "blank", "written"]) {
      const found = session.find(({ url }) => url.endsWith(`client=${name}`));
      // Whether the goodbye's echo still comes is the network's.
      const said = found?.messages.map(({ direction, data }) => `${direction} ${data}`) ?? [];
      expect([name, said.filter((it) => it !== "received goodbye")]).toEqual([
        name,
        ["sent hello", "received hello", "sent goodbye"],
      ]);
    }
  });

  test("a page whose library gives its arrays and strings a toJSON", async () => {
    const { page } = started.browser;
    await page.goto(`${demo.url}?run=none`);
    await quiet(panel);
    await panel.click({ role: "button", name: "Clear" });
    await page.evaluate(`(async () => {
      Array.prototype.toJSON = () => "an array";
      String.prototype.toJSON = () => "a string";
      const socket = new WebSocket(location.origin.replace("http", "ws") + "/echo?client=json");
      await new Promise((resolve) => { socket.onmessage = resolve; socket.onopen = () => socket.send("as it was"); });
      // The driver of this test speaks JSON, too.
      delete Array.prototype.toJSON;
      delete String.prototype.toJSON;
    })()`);
    const session = await recordedSession(started.browser, panel);
    const found = session.find(({ url }) => url.endsWith("client=json"));
    expect(found?.messages.map(({ data }) => data)).toEqual(["as it was", "as it was"]);
  });

  test("what a page says while it is left", async () => {
    const { page } = started.browser;
    await panel.click({ role: "button", name: "Clear" });
    await page.goto(`${demo.url}?run=none`);
    await page.evaluate(`new Promise((resolve) => {
      const socket = new WebSocket(location.origin.replace("http", "ws") + "/echo?client=leaving");
      const said = [];
      const say = ({ type }) => {
        // Firefox has closed the socket before pagehide; what is sent then goes nowhere.
        for (let i = 0; i < 20; i += 1) {
          if (socket.readyState === 1) said.push(type + i);
          socket.send(type + i);
        }
        localStorage.setItem("said", JSON.stringify(said));
      };
      socket.onopen = () => resolve(true);
      addEventListener("beforeunload", say);
      addEventListener("pagehide", say);
    })`);
    await page.goto(`${demo.url}empty.html`);
    const said = JSON.parse(await page.evaluate<string>("localStorage.getItem('said')"));
    const session = await recordedSession(started.browser, panel);
    const leaving = session.find(({ url }) => url.endsWith("client=leaving"));
    expect(said.length).toBeGreaterThanOrEqual(20);
    expect(leaving?.messages.filter(({ direction }) => direction === "sent").map(({ data }) => data)).toEqual(
      said,
    );
  });
});
