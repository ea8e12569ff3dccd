import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
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

  /** What is recorded of the connection with this name. */
  const saidBy = async (client: string) => {
    const session = await recordedSession(started.browser, panel);
    const found = session.find(({ url }) => url.endsWith(`client=${client}`));
    return found?.messages.map(({ direction, data }) => `${direction} ${data}`) ?? [];
  };

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
    const comparison = await compareRecorded(() => recordedSession(started.browser, panel), demo);
    expect(comparison.differences).toEqual([]);
    expect(comparison.recorded).toBeGreaterThanOrEqual(106);
    const navigations = async () =>
      (await sessionLines(started.browser, panel))
        .filter(({ type }) => type === "navigated")
        .map(({ url }) => url);
    await expect
      .poll(navigations, PATIENTLY)
      .toEqual([
        `${demo.url}?run=echo`,
        `${demo.url}?run=echo`,
        `${demo.url}frames.html`,
        `${demo.url}empty.html`,
      ]);
  });

  test("a socket that ends because its page is left was closed by no server", async () => {
    const { page } = started.browser;
    await page.goto(`${demo.url}empty.html`);
    await page.evaluate(`new Promise((resolve, reject) => {
      const socket = (globalThis.kept = new WebSocket(location.href.replace(/^http(.*\\/).*/, "ws$1echo?client=left")));
      socket.onopen = resolve;
      socket.onerror = reject;
    }).then(() => true)`);
    // A port that browsers refuse.
    await page.goto("http://127.0.0.1:9/").catch(() => {});
    await page.goto(`${demo.url}empty.html`);
    const lines = await sessionLines(started.browser, panel);
    const left = lines.find(
      ({ type, url }) => type === "socket-created" && String(url).includes("client=left"),
    );
    expect(left).toBeDefined();
    const closed = lines.filter(({ type, code }) => type === "socket-closed" && code === 1001);
    expect(closed.filter(({ by }) => by === "server")).toEqual([]);
    if (name === "firefox") expect(closed.length).toBeGreaterThan(0);
  });

  test("a navigation is marked before the first message of the new page", async () => {
    const { page } = started.browser;
    await quiet(panel);
    await clear(panel);
    await page.goto(`${demo.url}inline.html`);
    await untilMessages(panel, 10);
    await page.evaluate("demo.stopAll()");
    await vi.waitFor(async () => {
      const lines = await sessionLines(started.browser, panel);
      const navigated = lines.find(
        ({ type, url }) => type === "navigated" && url === `${demo.url}inline.html`,
      );
      const first = lines.find(({ type }) => type === "socket-created");
      expect(navigated?.at).toBeLessThanOrEqual(first?.at as number);
    }, PATIENTLY);
  });

  test("frames without a URL of their own, and one that is written over", async () => {
    const { page } = started.browser;
    // A page that lets inline scripts run.
    await page.goto(`${demo.url}inline.html`);
    await page.evaluate("demo.stopAll()");
    await quiet(panel);
    await clear(panel);
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
    await vi.waitFor(async () => {
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
    }, PATIENTLY);
  });

  test("a page whose library gives its arrays and strings a toJSON", async () => {
    const { page } = started.browser;
    await page.goto(`${demo.url}?run=none`);
    await quiet(panel);
    await clear(panel);
    await page.evaluate(`(async () => {
      Array.prototype.toJSON = () => "an array";
      String.prototype.toJSON = () => "a string";
      const socket = new WebSocket(location.origin.replace("http", "ws") + "/echo?client=json");
      await new Promise((resolve) => { socket.onmessage = resolve; socket.onopen = () => socket.send("as it was"); });
      // The driver of this test speaks JSON, too.
      delete Array.prototype.toJSON;
      delete String.prototype.toJSON;
    })()`);
    await expect.poll(() => saidBy("json"), PATIENTLY).toEqual(["sent as it was", "received as it was"]);
  });

  test("what a page says while it is left", async () => {
    const { page } = started.browser;
    await quiet(panel);
    await clear(panel);
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
    expect(said.length).toBeGreaterThanOrEqual(20);
    const sent = async () => (await saidBy("leaving")).filter((it) => it.startsWith("sent "));
    await expect.poll(sent, PATIENTLY).toEqual(said.map((it: string) => `sent ${it}`));
  });
});
