import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

const CALLS = 12;

/** A page that posts its calls, and gets the answers as events of one stream. */
const PAGE = `<!doctype html><title>calls</title><script>
  const source = new EventSource("/events");
  const waiting = new Map();
  source.onmessage = ({ data }) => {
    const { reply } = JSON.parse(data);
    waiting.get(reply?.call)?.();
  };
  window.call = async (count) => {
    await new Promise((resolve) => { source.readyState === 1 ? resolve() : (source.onopen = resolve); });
    for (let n = 0; n < count; n += 1) {
      const call = "c" + n + crypto.randomUUID().slice(0, 8);
      const answered = new Promise((resolve) => waiting.set(call, resolve));
      await (await fetch("/call", { method: "POST", body: JSON.stringify({ call, do: n % 3 }) })).text();
      await answered;
    }
  };
</script>`;

describe.each(BROWSERS)("%s: requests that another connection answers", (name) => {
  let events: ServerResponse | null = null;
  const server = createServer(async (request, response) => {
    if (request.url === "/events") {
      response.writeHead(200, { "content-type": "text/event-stream" }).write(":\n\n");
      events = response;
      return;
    }
    if (request.url !== "/call") {
      response.setHeader("content-type", "text/html").end(PAGE);
      return;
    }
    let text = "";
    for await (const piece of request) text += String(piece);
    const { call } = JSON.parse(text) as { call: string };
    response.writeHead(202).end("{}");
    setTimeout(() => events?.write(`data: {"reply":{"call":"${call}","ok":true}}\n\n`), 40);
  });
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await started.browser.page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await started.browser.page.evaluate(`call(${CALLS})`);
    await untilMessages(panel, CALLS);
  });
  afterAll(async () => {
    await started?.stop();
    server.closeAllConnections();
    server.close();
  });

  test("are listed by their address, and lead to their answers", async () => {
    await panel.click({ role: "tab", name: "Round trips" });
    const card = `document.querySelector(".round-trips")`;
    await panel.waitFor(`document.querySelector(".trip-types tbody td")?.textContent === "${CALLS}"`, 30_000);
    expect(await panel.evaluate(`${card}.querySelector("h2").textContent`)).toMatch(
      /\/call.*call → reply\.call/,
    );
    const cells = await panel.evaluate<string[]>(
      `[...document.querySelectorAll(".trip-types tbody tr:first-child td")].map((it) => it.textContent)`,
    );
    expect(cells.slice(0, 3)).toEqual([String(CALLS), "0", "0"]);
    await panel.evaluate(`${card}.querySelector(".rows .row-link").click()`);
    await panel.waitFor(
      `document.querySelector("[role=grid][aria-label=Messages] .cell-rtt .trip.is-reply")`,
    );
  });
});
