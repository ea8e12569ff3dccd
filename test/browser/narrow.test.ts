import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { quiet } from "../../tooling/panel-actions.ts";
import { untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

/** Texts that end at an edge, and not with an ellipsis. */
const CUT = `(() => {
  const cut = [];
  const texts = document.createTreeWalker(document.querySelector(".panel"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const { parentElement, data } = texts.currentNode;
    if (data.trim() === "" || parentElement.closest(".unseen, select, [role=tablist]")) continue;
    range.selectNodeContents(texts.currentNode);
    const { left, right, width } = range.getBoundingClientRect();
    let around = parentElement;
    while (around !== document.documentElement && getComputedStyle(around).overflowX === "visible") around = around.parentElement;
    const edge = around.getBoundingClientRect();
    const isOver = width > 0 && (right > edge.right + 1 || left < edge.left - 1);
    if (isOver && getComputedStyle(around).textOverflow !== "ellipsis") cut.push(around.className + ": " + data);
  }
  return cut;
})()`;

describe.each(BROWSERS)("%s: a panel that is low and not wide", (name) => {
  let demo: Demo;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    demo = await startDemo();
    started = await startBrowser(name, { windowSize: { width: 710, height: 560 } });
    panel = await started.browser.showPanel();
    await started.browser.page.goto(`${demo.url}`);
    await started.browser.page.evaluate(`demo.echo("text", "")`);
    await untilMessages(panel, 100);
    await started.browser.page.goto(`${demo.url}empty.html`);
    await quiet(panel);
  });
  afterAll(async () => {
    await started?.stop();
    await demo?.close();
  });

  test("cuts no text without an ellipsis, and its buttons are to be reached", async () => {
    expect(await panel.evaluate("innerWidth")).toBeLessThan(760);
    expect(await panel.evaluate(CUT)).toEqual([]);
    // As after a day.
    await panel.evaluate(`(() => {
      const [connections, messages] = document.querySelectorAll(".status-line > span");
      connections.textContent = "1,234 connections";
      messages.textContent = "12,345,678 messages";
    })()`);
    expect(await panel.evaluate(CUT)).toEqual([]);
    const ends = await panel.evaluate<number[]>(
      `[...document.querySelectorAll(".status-line button, .unseen-note button")].map((it) => innerWidth - it.getBoundingClientRect().right)`,
    );
    expect(ends.length).toBeGreaterThan(1);
    expect(Math.min(...ends)).toBeGreaterThanOrEqual(0);
  });
});
