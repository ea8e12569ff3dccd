import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear, quiet } from "../../tooling/panel-actions.ts";
import { untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

const ANSWERED = 4;

/** A page whose server stops answering pings, and says nothing any more; the connection stays open. */
const PAGE = `<!doctype html><title>silence</title><script>
  const socket = new WebSocket(location.href.replace("http", "ws"));
  const opened = new Promise((resolve) => { socket.onopen = resolve; });
  window.ping = async () => {
    await opened;
    for (let n = 0; n < ${ANSWERED}; n += 1) {
      socket.send("ping");
      await new Promise((resolve) => { socket.onmessage = resolve; });
    }
    socket.send("ping");
  };
</script>`;

describe.each(BROWSERS)("%s: a connection on which nothing happens any more", (name) => {
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end(PAGE));
  const sockets = new WebSocketServer({ server });
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    sockets.on("connection", (socket) => {
      let got = 0;
      socket.on("message", () => {
        got += 1;
        if (got <= ANSWERED) socket.send("pong");
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await started.browser.page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await started.browser.page.evaluate("ping()");
    await untilMessages(panel, 2 * ANSWERED + 1);
  });
  afterAll(async () => {
    await started?.stop();
    for (const client of sockets.clients) client.terminate();
    server.close();
  });

  test("is found when it has gone on too long, and then stays as it is said", async () => {
    const tab = `[...document.querySelectorAll("[role=tab]")].find((it) => /^Findings/.test(it.textContent))`;
    await panel.waitFor(`${tab} !== undefined`);
    await panel.evaluate(`${tab}.click()`);
    const card = `document.querySelector(".finding-card[data-rule=heartbeat-unanswered]")`;
    expect(await panel.evaluate(`${card} === null`), "it may still be answered").toBe(true);
    const said = await panel.waitFor<string>(`${card}?.textContent`, 40_000);
    expect(said).toMatch(/The page's ping of [\d:.]+ has not been answered, and nothing else has come since/);
    await quiet(panel);
    expect(await panel.evaluate(`${card}.textContent`)).toBe(said);
  });

  test("is kept by the session, when another takes its place and it is opened again", async () => {
    const card = `document.querySelector(".finding-card[data-rule=heartbeat-unanswered]")`;
    const said = await panel.evaluate<string>(`${card}.textContent`);
    await clear(panel);
    await panel.waitFor(`${card} === null`);
    await panel.click({ role: "button", name: "Sessions" });
    const stored = `[...document.querySelectorAll("dialog tbody tr")].find((it) => it.querySelector(".badge") === null)`;
    await panel.waitFor(`${stored} !== undefined`);
    await panel.evaluate(`${stored}.querySelector("button.link").click()`);
    expect(await panel.waitFor<string>(`${card}?.textContent`, 20_000)).toBe(said);
    await panel.click({ role: "tab", name: "Round trips" });
    const cells = await panel.waitFor<string[]>(
      `document.querySelector(".trip-types tbody tr") && [...document.querySelectorAll(".trip-types tbody tr:first-child td")].map((it) => it.textContent)`,
    );
    // Of five requests one is unanswered, and none is under way any more.
    expect(cells.slice(0, 3)).toEqual([String(ANSWERED + 1), "1", "0"]);
  });
});

/** Messages of the feed before it stands still: as many as in some seconds of 20 a second. */
const TICKS = 80;
const TICK_MS = 50;

describe.each(BROWSERS)("%s: a feed that stands still", (name) => {
  const server = createServer((_, response) =>
    response.setHeader("content-type", "text/html").end(`<!doctype html><title>feed</title><script>
        window.open20 = () => { window.feed = new WebSocket(location.href.replace("http", "ws")); feed.onmessage = () => {}; };
      </script>`),
  );
  const sockets = new WebSocketServer({ server });
  let stopped: Promise<void>;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    stopped = new Promise((resolve) =>
      sockets.on("connection", (socket) => {
        let tick = 0;
        const timer = setInterval(() => {
          tick += 1;
          socket.send(JSON.stringify({ tick, price: 100 + (tick % 7) }));
          if (tick < TICKS) return;
          clearInterval(timer);
          resolve();
        }, TICK_MS);
      }),
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await started.browser.page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterAll(async () => {
    await started?.stop();
    for (const client of sockets.clients) client.terminate();
    server.close();
  });

  test("is told while it does, though it had only just begun", async () => {
    const card = `document.querySelector(".finding-card[data-rule=feed-ended]")`;
    const tab = `[...document.querySelectorAll("[role=tab]")].find((it) => /^Findings/.test(it.textContent))`;
    await started.browser.page.evaluate("open20()");
    await panel.waitFor(`${tab} !== undefined`);
    await panel.evaluate(`${tab}.click()`);
    await stopped;
    expect(await panel.evaluate(`${card} === null`), "it may go on").toBe(true);
    const said = await panel.waitFor<string>(`${card}?.textContent`, 15_000);
    await quiet(panel);
    expect(await panel.evaluate(`${card}.textContent`)).toBe(said);
  });
});
