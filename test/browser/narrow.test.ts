import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { BROWSERS } from "./support/start-browser.ts";
import { type StillSession, startStillSession } from "./support/start-still-session.ts";

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
  let session: StillSession;
  let panel: DrivenPanel;

  beforeAll(async () => {
    session = await startStillSession(name, { width: 710, height: 560 });
    panel = session.panel;
  });
  afterAll(() => session?.stop());

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

  test("what opens below the toolbar lies within the panel, and what is not seen is told in one line", async () => {
    for (const width of [320, 640, 1000]) {
      await panel.evaluate(`document.body.style.width = "${width}px"`);
      await panel.waitFor(`Math.abs(document.querySelector(".panel").clientWidth - ${width}) < 1`);
      for (const label of ["Saved filters", "How to filter"]) {
        await panel.click({ role: "button", name: label });
        const box = await panel.waitFor<{ left: number; right: number }>(
          `(({ left, right }) => ({ left, right }))(document.querySelector(".popover").getBoundingClientRect())`,
        );
        expect({ label, width, isIn: box.left >= 0 && box.right <= width }).toEqual({
          label,
          width,
          isIn: true,
        });
        await panel.press("Escape");
        await panel.waitFor(`document.querySelector(".popover") === null`);
      }
      const heights = await panel.evaluate<number[]>(
        `[...document.querySelectorAll(".is-narrow .unseen-note")].map((it) => it.clientHeight)`,
      );
      expect(heights.filter((it) => it > 28)).toEqual([]);
      expect(heights.length).toBe(width < 700 ? 1 : 0);
    }
    await panel.evaluate(`document.body.style.width = ""`);
  });
});
