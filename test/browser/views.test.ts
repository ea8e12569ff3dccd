import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { until } from "../../tooling/browser/until.ts";
import { clear } from "../../tooling/panel-actions.ts";
import { type AilingServer, startAilingServer } from "./support/ailing-server.ts";
import { filterRows, rowsInScope, untilMatched } from "./support/filter-rows.ts";
import { openQuietEcho } from "./support/quiet-echo.ts";
import { sessionLines, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

describe.each(BROWSERS)("%s: the panel's views", (name) => {
  let demo: Demo;
  let ailing: AilingServer;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    [demo, ailing] = await Promise.all([startDemo(), startAilingServer()]);
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await openQuietEcho(started.browser, panel, demo);
    for (const text of ["one", "two", "three"]) {
      await started.browser.page.evaluate(`demo.echo("text", ${JSON.stringify(text)})`);
    }
    await untilMessages(panel, 6);
  });
  afterAll(async () => {
    await started?.stop();
    await demo?.close();
    await ailing?.close();
  });

  const tab = (of: string) => panel.click({ role: "tab", name: of });
  const untilChosen = (of: string) =>
    panel.waitFor(
      `document.querySelector(".main-pane [role=tab][aria-selected=true]")?.textContent === "${of}"`,
    );
  const chart = `document.querySelector("[role=grid][aria-label^=Timeline]")`;

  /** Whatever a test before has left. */
  beforeEach(async () => {
    await panel.evaluate(`document.querySelector(".chip-clear")?.click()`);
    await panel.waitFor(`document.querySelector(".chip") === null`);
    await panel.evaluate(`document.querySelector(".filter-clear")?.click()`);
    await panel.evaluate(`document.querySelector("#connection-all")?.click()`);
    await rowsInScope(panel);
  });

  test("are tabs that keys move between, and the last one is remembered", async () => {
    await tab("Timeline");
    await panel.waitFor(chart);
    await panel.press("ArrowLeft");
    await untilChosen("Messages");
    await panel.waitFor(`document.querySelector("[role=grid][aria-label=Messages]")`);
    await panel.press("ArrowRight");
    await untilChosen("Timeline");
    await panel.waitFor(chart);
  });

  test("Timeline has a lane for each connection, in words too, and draws what was said", async () => {
    await tab("Timeline");
    const lane = await panel.waitFor<string>(
      `[...document.querySelectorAll(".lane")].map((it) => it.textContent).find((it) => /3 messages sent, 3 received/.test(it))`,
    );
    expect(lane).toMatch(/echo/);
    // Its canvas is empty until the engine has answered.
    await panel.waitFor(`[...document.querySelectorAll(".lane")].some((it) => {
      if (!/3 messages sent/.test(it.textContent)) return false;
      const canvas = it.querySelector("canvas");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Set();
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) colours.add(data.slice(at, at + 3).join());
      return colours.size >= 3;
    })`);
  });

  test("Timeline's charts are on the axis of its lanes", async () => {
    await tab("Timeline");
    const edges = (of: string) =>
      panel.waitFor<[number, number]>(`(() => {
        const box = document.querySelector("${of}")?.getBoundingClientRect();
        return box?.width > 0 && [Math.round(box.left), Math.round(box.right)];
      })()`);
    expect(await edges(".chart-canvas")).toEqual(await edges(".lane canvas"));
  });

  test("a time selected with the keys limits all tabs, until it is taken away", async () => {
    await tab("Timeline");
    await panel.waitFor(chart);
    await panel.evaluate(`${chart}.focus()`);
    const all = await rowsInScope(panel);
    await panel.press("End");
    for (let turn = 0; turn < 3; turn += 1) await panel.press("Shift+ArrowLeft");
    await panel.waitFor(`document.querySelector(".chip")`);
    // Of no rows at all there is no count.
    const some = `Number(document.querySelector(".count[aria-busy=false]")?.textContent.match(/of (\\d+)/)[1] ?? 0)`;
    await panel.waitFor(`document.querySelector(".count[aria-busy=true]") === null && ${some} < ${all}`);
    await tab("Messages");
    await untilChosen("Messages");
    expect(await panel.evaluate(`document.querySelector(".chip") !== null`)).toBe(true);
    await panel.click({ role: "button", name: "Show all times" });
    await panel.waitFor(`document.querySelector(".chip") === null`);
    await panel.waitFor(`${some} >= ${all}`);
  });

  test("Statistics counts each type of message, and leads to those alone", async () => {
    await tab("Statistics");
    const sent = `[...document.querySelectorAll(".statistics-row")].find((it) => /^↑ ws text/.test(it.textContent))`;
    // "one" is the smallest.
    await panel.waitFor(`/^↑ ws text3 \\d+ %.*3 B5 B/.test(${sent}?.textContent)`);
    await panel.evaluate(`${sent}.click()`);
    await untilMatched(panel, 3);
    await untilChosen("Messages");
    await panel.waitFor(
      `document.querySelector("input[aria-label=Filter]").value === 'kind:ws dir:sent type:text event-type==""'`,
    );
    await panel.click({ role: "button", name: "Clear the filter" });
    await panel.waitFor(
      `/^(\\d+) of \\1$/.test(document.querySelector(".count[aria-busy=false]")?.textContent)`,
    );
  });

  test("what Statistics says of nothing does not lie on its columns' names", async () => {
    await tab("Statistics");
    await filterRows(panel, "nothing-has-this");
    const apart = `(() => {
      const said = document.querySelector(".statistics > .nothing")?.getBoundingClientRect();
      const names = document.querySelector(".statistics .header-row").getBoundingClientRect();
      return said === undefined ? null : { px: said.top - names.bottom };
    })()`;
    expect((await panel.waitFor<{ px: number }>(apart)).px).toBeGreaterThanOrEqual(0);
  });

  test("connections that were one after the other are one item, to be laid open", async () => {
    await started.browser.page.evaluate(`(async () => {
      const { socketUrl } = await import("/address.js");
      for (let turn = 0; turn < 3; turn += 1) {
        const socket = new WebSocket(socketUrl("/echo", { again: String(turn) }));
        await new Promise((resolve) => { socket.onopen = resolve; });
        socket.send("again");
        await new Promise((resolve) => { socket.onmessage = resolve; });
        socket.close();
        await new Promise((resolve) => { socket.onclose = resolve; });
      }
    })()`);
    const item = `[...document.querySelectorAll(".connection")].find((it) => /again/.test(it.textContent))`;
    await panel.waitFor(`/×3/.test(${item}?.textContent) && /closed/.test(${item}.textContent)`);
    await panel.evaluate(`${item}.click()`);
    await panel.waitFor(`${item}.closest("[role=option]").getAttribute("aria-selected") === "true"`);
    const marksAndMessages = await rowsInScope(panel);
    expect(marksAndMessages).toBeGreaterThanOrEqual(3 * 5);
    // Each of them by when it began, after which code, and how long the page waited.
    const codes = `[...document.querySelectorAll(".reconnects tbody tr")].map((it) => it.children[1].textContent)`;
    await panel.waitFor(`${codes}.join() === "–,1005,1005"`);
    await panel.evaluate(`${item}.querySelector(".chain-button").click()`);
    await panel.waitFor(`document.querySelectorAll(".connection.is-part").length === 3`);
    await panel.evaluate(`document.querySelector(".connection.is-part").click()`);
    await panel.waitFor(`document.querySelector(".connection.is-part[aria-selected=true]")`);
    const ofOne = await rowsInScope(panel);
    expect(ofOne).toBeLessThan(marksAndMessages / 2);
    expect(ofOne).toBeGreaterThan(0);
  });

  test("a connection says how much comes just now, in a drawing of the last minute", async () => {
    // Until it is seen: a rate is of the last seconds alone.
    await started.browser.page.evaluate(
      `window.talking = setInterval(() => void demo.echo("text", "now"), 50)`,
    );
    try {
      await panel.waitFor(`[...document.querySelectorAll(".connection .sparkline canvas")].some((canvas) =>
        canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((it) => it > 0))`);
      await panel.waitFor(`/^\\d+\\/s$/.test(document.querySelector(".connection-rate")?.dataset.rate)`);
    } finally {
      await started.browser.page.evaluate("clearInterval(talking)");
    }
  });

  test("a drag over the lanes selects a time", async () => {
    await tab("Timeline");
    await panel.waitFor(`document.querySelector(".lane canvas")?.getBoundingClientRect().width > 0`);
    await panel.evaluate(`(() => {
      const lane = document.querySelector(".lane canvas");
      const box = lane.getBoundingClientRect();
      const at = (part) => ({ bubbles: true, pointerId: 1, button: 0, clientX: box.left + box.width * part, clientY: box.top + 5 });
      // No pointer is really down that could be captured.
      Element.prototype.setPointerCapture = () => {};
      lane.dispatchEvent(new PointerEvent("pointerdown", at(0.2)));
      for (const part of [0.3, 0.5, 0.6]) lane.dispatchEvent(new PointerEvent("pointermove", at(part)));
      lane.dispatchEvent(new PointerEvent("pointerup", at(0.6)));
    })()`);
    await panel.waitFor(`document.querySelector(".chip")`);
    await panel.click({ role: "button", name: "Show all times" });
    await panel.waitFor(`document.querySelector(".chip") === null`);
  });

  /** The words of the first such finding, once it is there. */
  const untilFound = async (card: string) => {
    const tabOf = `[...document.querySelectorAll("[role=tab]")].find((it) => /^Findings/.test(it.textContent))`;
    await panel.waitFor(tabOf);
    await panel.evaluate(`${tabOf}.click()`);
    return panel.waitFor<string>(`document.querySelector(".finding-card${card}")?.textContent`);
  };
  const showFirstRow = (card: string) =>
    panel.evaluate(`document.querySelector(".finding-card${card} .row-link").click()`);

  test("Findings do not blame a server for what went silent while another tab was in front", async () => {
    const { browser } = started;
    const untilGot = (count: number) => until("the feed", () => browser.page.evaluate(`got >= ${count}`));
    await browser.page.goto(ailing.url);
    await clear(panel);
    await browser.page.evaluate("listen()");
    const last = await ailing.tick((sent) => sent >= 80);
    await untilMessages(panel, last);
    const other = await browser.openOtherTab(`${demo.url}?run=none`);
    await other.bringToFront();
    await until("the page to be hidden", () => browser.page.evaluate("document.hidden"));
    await untilGot(await ailing.tickAfterSilence());
    await browser.page.bringToFront();
    await other.close();

    // Goes on until the rhythm is seen, however slow the machine was at times.
    let isFound = false;
    const ticking = ailing.tick(() => isFound);
    const found = await untilFound(".is-info[data-rule=silence]").finally(() => {
      isFound = true;
    });
    await ticking;
    expect(found).toContain("The tab was hidden during that time.");
    await showFirstRow("[data-rule=silence]");
    await panel.waitFor(`(() => {
      const rows = [...document.querySelectorAll("[role=grid][aria-label=Messages] .row")].map((it) => it.textContent);
      const at = ["Page hidden", '"tick":${last + 1}}', "Page visible"].map((it) => rows.findIndex((row) => row.includes(it)));
      return at[0] > 0 && at[1] > at[0] && at[2] > at[1];
    })()`);
    const states = (await sessionLines(browser, panel)).filter(({ type }) => type === "lifecycle-changed");
    expect(states.map(({ state }) => state)).toEqual(["hidden", "visible"]);
  });

  test("Findings tell of a server that reads nothing, and lead to what waited to be sent", async () => {
    await started.browser.page.goto(ailing.url);
    await clear(panel);
    await started.browser.page.evaluate("flood(4e6)");
    const card = "[data-rule=back-pressure]";
    expect(await untilFound(card)).toContain("What waits to be sent grew from");
    await showFirstRow(card);
    await panel.waitFor(`document.querySelector(".detail")?.textContent.includes("Waiting to be sent")`);
    await panel.waitFor(
      `document.querySelector("[role=grid][aria-label=Messages] [aria-selected=true]")?.textContent.includes("Waiting to be sent")`,
    );
  });
});
