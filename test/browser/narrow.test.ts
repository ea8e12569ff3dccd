import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { CUT } from "./support/cut-texts.ts";
import { filterRows } from "./support/filter-rows.ts";
import { BROWSERS } from "./support/start-browser.ts";
import { type StillSession, startStillSession } from "./support/start-still-session.ts";

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
      expect(await panel.evaluate(`document.querySelector(".filter").clientWidth`)).toBeGreaterThan(140);
    }
    await panel.evaluate(`document.body.style.width = ""`);
  });
});

/** How many of its lines the tree of the detail pane shows: of what is scrolled out of the pane nothing is seen. */
const TREE_LINES = `(() => {
  const tree = document.querySelector(".decoded .tree")?.getBoundingClientRect();
  const pane = document.querySelector(".is-detail").getBoundingClientRect();
  return tree === undefined ? 0 : Math.floor((Math.min(tree.bottom, pane.bottom) - Math.max(tree.top, pane.top)) / 18);
})()`;

describe.each(BROWSERS)("%s: a panel of 460 by 400", (name) => {
  let session: StillSession;
  let panel: DrivenPanel;

  beforeAll(async () => {
    session = await startStillSession(name, { width: 1000, height: 800 });
    panel = session.panel;
    await panel.evaluate(`Object.assign(document.body.style, { width: "460px", height: "400px" })`);
    await panel.waitFor(`document.querySelector(".panel.is-narrow")?.clientHeight === 400`);
    await filterRows(panel, "kind:ws url:socket.io is:reply");
    await panel.evaluate(`document.querySelector(".grid").focus()`);
    await panel.press("End");
    await panel.waitFor(`document.querySelector(".detail .decoded[aria-busy=false] .node")`);
  });
  afterAll(() => session?.stop());

  test("keeps the chosen row in view, whose detail takes the list its place", async () => {
    await panel.waitFor(`(() => {
      const row = document.querySelector(".grid .row[aria-selected=true]")?.getBoundingClientRect();
      const list = document.querySelector(".grid .virtual-list-window").getBoundingClientRect();
      return row !== undefined && row.top >= list.top - 1 && row.bottom <= list.bottom + 1;
    })()`);
  });

  test("shows some of what a message means, and more beside a search", async () => {
    await panel.waitFor(`${TREE_LINES} >= 2`);
    // By its button: what is decoded anew meanwhile makes another tree, and the focus would be lost.
    await panel.click({ role: "button", name: "Find in the message" });
    await panel.waitFor(`document.activeElement.matches(".detail .find-bar input")`);
    // With the header scrolled away, as whoever reads the tree has it.
    await panel.waitFor(`(document.querySelector(".detail").scrollTop = 1e6, ${TREE_LINES} >= 4)`);
    await panel.press("Escape");
    await panel.waitFor(`document.querySelector(".detail .find-bar") === null`);
    // The header is to be scrolled to.
    await panel.evaluate(`(document.querySelector(".detail").scrollTop = 0, true)`);
    await panel.click({ role: "button", name: "Close the detail pane" });
    await panel.waitFor(`document.querySelector(".detail") === null`);
  });

  test("shows lanes before charts", async () => {
    await panel.press("End");
    await panel.waitFor(`document.querySelector(".detail")`);
    await panel.click({ role: "tab", name: "Timeline" });
    await panel.waitFor(
      `document.querySelector(".timeline-lanes .virtual-list-window")?.getBoundingClientRect().height >= 28`,
    );
  });
});
