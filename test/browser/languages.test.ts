import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { CUT } from "./support/cut-texts.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

/** A page that is answered, and goes on sending when its socket has begun to close. */
const PAGE = `<!doctype html><title>late</title><script>
  window.talk = () => new Promise((resolve) => {
    const socket = new WebSocket(location.href.replace("http", "ws"));
    let answers = 0;
    socket.onopen = () => socket.send("one") || socket.send("two");
    socket.onmessage = () => {
      answers += 1;
      if (answers < 2) return;
      socket.close(1000);
      socket.send("too late");
    };
    socket.onclose = () => resolve(answers);
  });
</script>`;

const TABS = ["Nachrichten", "Zeitleiste", "Antwortzeiten", "Polling", "Befunde", "Statistik"];

describe.each(BROWSERS)("%s: another language", (name) => {
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end(PAGE));
  const sockets = new WebSocketServer({ server });
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    sockets.on("connection", (socket) => socket.on("message", (data) => socket.send(String(data))));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await panel.click({ role: "button", name: "Settings" });
    await panel.waitFor(`document.querySelector("[aria-describedby=setting-language]")`);
    await panel.evaluate(`(() => {
      const choice = document.querySelector("[aria-describedby=setting-language]");
      choice.value = "de";
      choice.dispatchEvent(new Event("change", { bubbles: true }));
    })()`);
    await panel.waitFor(`localStorage.getItem("duplex-language") === "de"`);
    await started.browser.closeDevtools();
    panel = await started.browser.showPanel();
    await panel.waitFor(`document.documentElement.lang === "de"`);
    await started.browser.page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(await started.browser.page.evaluate("talk()")).toBe(2);
  });
  afterAll(async () => {
    await started?.stop();
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    server.close();
  });

  test("is spoken by the panel from its first text on", async () => {
    await panel.waitFor(`document.querySelectorAll(".main-pane [role=tab]").length === ${TABS.length}`);
    const tabs = await panel.evaluate<string[]>(
      `[...document.querySelectorAll(".main-pane [role=tab]")].map((it) => it.firstChild.textContent)`,
    );
    expect(tabs).toEqual(TABS);
    // A plural, with what is counted.
    await panel.waitFor(`/4 Nachrichten/.test(document.querySelector("footer").innerText)`);
    await panel.waitFor(`/1 Verbindung(?!en)/.test(document.querySelector("footer").innerText)`);
  });

  test("is spoken by the engine in its Worker", async () => {
    await panel.click({ role: "tab", name: "Befunde" });
    await panel.waitFor(
      `/1 Nachricht mit zusammen 8 B wurde gesendet, als die Verbindung schon schloss/.test(document.querySelector(".main-view").innerText)`,
    );
  });

  test("has room: nothing is wider than the panel", async () => {
    for (const [index, tab] of TABS.entries()) {
      await panel.evaluate(`document.querySelectorAll(".main-pane [role=tab]")[${index}].click()`);
      await panel.waitFor(`document.querySelector(".main-view").getAttribute("aria-label") === "${tab}"`);
      const wide = await panel.evaluate<string[]>(
        `[document.documentElement, ...document.querySelectorAll(".toolbar, footer, .tab-bar, .main-view, .connection-pane")]
          .filter((it) => it.scrollWidth > it.clientWidth + 1).map((it) => it.className || it.localName)`,
      );
      expect(wide, tab).toEqual([]);
      await panel.evaluate(`document.body.style.width = "320px"`);
      await panel.waitFor(`document.querySelector(".panel.is-narrow")?.clientWidth === 320`);
      expect(await panel.evaluate<string[]>(CUT), tab).toEqual([]);
      await panel.evaluate(`document.body.style.width = ""`);
      const folder = process.env.DUPLEX_SHOTS;
      if (folder) await panel.screenshot(resolve(folder, `${name}-${index}.png`));
    }
  });
});
