import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { untilMatched } from "./support/filter-rows.ts";
import { untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

const REQUESTS = 40;
/** Every tenth is never answered, every seventh late, every ninth twice. */
const isLost = (n: number) => n % 10 === 3;
const isTwice = (n: number) => n % 9 === 4 && !isLost(n);
const delayOf = (n: number) => (n % 7 === 2 ? 150 : 20 + (n % 5) * 4);

/** A page with one socket that asks, and measures by itself how long answers take. */
const PAGE = `<!doctype html><title>asks</title><script>
  const own = {};
  const socket = new WebSocket(location.href.replace("http", "ws"));
  socket.onmessage = ({ data }) => {
    const { answer } = JSON.parse(data);
    if (answer) own[answer.ticket] ??= performance.now() - own["sent " + answer.ticket];
  };
  window.ask = async (count) => {
    for (let n = 0; n < count; n += 1) {
      const ticket = "t" + (n * 7919 % 1000) + "x" + n;
      own["sent " + ticket] = performance.now();
      socket.send(JSON.stringify({ do: n % 2 ? "read" : "write", ticket, n }));
      await new Promise((resolve) => setTimeout(resolve, 15 + (n * 13) % 40));
    }
  };
</script>`;

describe.each(BROWSERS)("%s: round trips", (name) => {
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end(PAGE));
  const sockets = new WebSocketServer({ server });
  let started: StartedBrowser;
  let panel: DrivenPanel;
  let url = "";

  beforeAll(async () => {
    sockets.on("connection", (socket) => {
      socket.on("message", (data) => {
        const { ticket, n } = JSON.parse(String(data)) as { ticket: string; n: number };
        const answer = () => socket.send(JSON.stringify({ answer: { ticket }, ok: true }));
        if (isLost(n)) return;
        setTimeout(answer, delayOf(n));
        if (isTwice(n)) setTimeout(answer, delayOf(n) + 5);
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await started.browser.page.goto(url);
    await started.browser.page.evaluate(
      `new Promise((resolve) => socket.readyState === 1 ? resolve() : socket.onopen = resolve)`,
    );
    await started.browser.page.evaluate(`ask(${REQUESTS})`);
    const all = Array.from({ length: REQUESTS }, (_, n) => n);
    const answers = all.filter((n) => !isLost(n)).length + all.filter(isTwice).length;
    await untilMessages(panel, REQUESTS + answers);
  });
  afterAll(async () => {
    await started?.stop();
    for (const client of sockets.clients) client.terminate();
    server.close();
  });

  test("are learned, counted as the server made them, and as long as the page measured", async () => {
    await panel.click({ role: "tab", name: "Round trips" });
    const lost = Array.from({ length: REQUESTS }, (_, n) => n).filter(isLost).length;
    const line = await panel.waitFor<string[]>(`(() => {
      const row = document.querySelector(".round-trips tbody tr");
      const cells = row && [...row.children].map((it) => it.textContent);
      return cells?.[1] === "${REQUESTS}" && cells[2] === "${lost}" && cells;
    })()`);
    await panel.waitFor(
      `document.querySelector(".round-trips code")?.textContent === "ticket → answer.ticket"`,
    );
    const own = await started.browser.page.evaluate<number[]>(
      `Object.entries(own).filter(([key]) => !key.startsWith("sent")).map(([, ms]) => ms).sort((a, b) => a - b)`,
    );
    const median = own[Math.ceil(own.length / 2) - 1] as number;
    const shown = Number.parseFloat(line[3] as string);
    // Times are shown in whole milliseconds, and Firefox' clock has no others.
    expect(Math.abs(shown - median)).toBeLessThan(2);
  });

  test("lead from a request to its reply and back, by keys too", async () => {
    await panel.click({ role: "tab", name: "Messages" });
    const first = await panel.waitFor<number>(`(() => {
      const link = document.querySelector(".cell-rtt .trip.is-request");
      link?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
      const row = link?.closest("[role=row]");
      return row && Number(row.querySelector(".cell-number").textContent);
    })()`);
    await panel.waitFor(`document.querySelector(".detail")?.textContent.includes("Answered by")`);
    await panel.evaluate(`document.querySelector(".grid").focus()`);
    await panel.press("Shift+Enter");
    await panel.waitFor(`document.querySelector(".detail")?.textContent.includes("Answers #${first}")`);
    await panel.press("Shift+Enter");
    await panel.waitFor(`document.querySelector(".detail")?.textContent.includes("Answered by")`);
  });

  test("are filtered by", async () => {
    const filter = async (text: string, rows: number) => {
      await panel.evaluate(`(() => {
        const field = document.querySelector(".filter input");
        field.focus();
        field.value = ${JSON.stringify(text)};
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      })()`);
      await untilMatched(panel, rows);
    };
    const all = Array.from({ length: REQUESTS }, (_, n) => n);
    await filter("is:unanswered", all.filter(isLost).length);
    await filter("dir:sent rtt>1ms", all.filter((n) => !isLost(n)).length);
    await filter("dir:sent rtt>10s", 0);
    await filter("is:reply", all.filter((n) => !isLost(n)).length + all.filter(isTwice).length);
  });

  test("that are not answered are found", async () => {
    const tab = `[...document.querySelectorAll("[role=tab]")].find((it) => /^Findings/.test(it.textContent))`;
    await panel.waitFor(`${tab} !== undefined`);
    await panel.evaluate(`${tab}.click()`);
    await panel.waitFor(`document.querySelector(".finding-card[data-rule=answered-twice]")`);
    await panel.evaluate(`document.querySelector(".finding-card .row-link").click()`);
    await panel.waitFor(
      `document.querySelector(".detail") && document.querySelector("[role=grid][aria-label=Messages]")`,
    );
  });
});
