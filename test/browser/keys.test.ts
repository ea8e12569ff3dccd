import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { filterRows } from "./support/filter-rows.ts";
import { BROWSERS } from "./support/start-browser.ts";
import { type StillSession, startStillSession } from "./support/start-still-session.ts";

/** What has the focus, by its name; a list or region by its label. */
const FOCUSED = `(() => {
  const { activeElement: it } = document;
  return it.ariaLabel ?? it.labels?.[0]?.textContent ?? it.textContent.trim();
})()`;

/** Of what has the focus, why a person would not see where it is; "" where they would. */
const UNSEEN = `(() => {
  const it = document.activeElement;
  const { left, top, right, bottom, width } = it.getBoundingClientRect();
  if (width === 0 || right < 1 || bottom < 1 || left > innerWidth - 1 || top > innerHeight - 1) return "out of sight";
  const drawn = [getComputedStyle(it), ...[...it.querySelectorAll(".virtual-list-window")].map((one) => getComputedStyle(one, "::after"))];
  return drawn.some(({ outlineStyle, borderTopStyle, content }) =>
    outlineStyle !== "none" || (content !== "normal" && content !== "none" && borderTopStyle !== "none")) ? "" : "no ring";
})()`;

describe.each(BROWSERS)("%s: the panel by keys alone", (name) => {
  let session: StillSession;
  let panel: DrivenPanel;

  beforeAll(async () => {
    session = await startStillSession(name, { width: 1400, height: 1000 });
    panel = session.panel;
    await panel.focus();
  });
  afterAll(() => session?.stop());

  const focus = (what: string) =>
    panel.waitFor(
      `(() => { const it = document.querySelector(${JSON.stringify(what)}); it?.focus(); return it !== null && document.activeElement === it; })()`,
    );
  const untilFocused = (label: string) => panel.waitFor(`${FOCUSED} === ${JSON.stringify(label)}`);
  const button = (label: string) => `button[aria-label=${JSON.stringify(label)}]`;

  test("Tab leads through all of it, and shows where it is", async () => {
    await filterRows(panel, "kind:ws url:socket.io is:reply");
    await focus(".grid");
    await panel.press("End");
    await panel.waitFor(`document.querySelector(".detail .decoded[aria-busy=false] .node")`);
    await focus(button("Record"));
    const way: string[] = [];
    const unseen: string[] = [];
    while (way.length < 60 && !way.includes("Copy value")) {
      await panel.press("Tab");
      const label = await panel.evaluate<string>(FOCUSED);
      way.push(label);
      const why = await panel.evaluate<string>(UNSEEN);
      if (why !== "") unseen.push(`${label}: ${why}`);
    }
    expect(unseen).toEqual([]);
    // Names that a tab and what it shows have in common come twice.
    const stops = [
      "Clear",
      "Filter",
      "Sessions",
      "Connections",
      "Messages",
      "Messages",
      "Decoded",
      "Find in the message",
      "Decoded",
      "Copy value",
    ];
    expect(way.filter((it) => stops.includes(it))).toEqual(stops);
  });

  test("buttons open what they open by Enter and Space, and Escape leads back to them", async () => {
    for (const [label, opened] of [
      ["Sessions", "dialog[open]"],
      ["Settings", "dialog[open]"],
      ["Saved filters", ".popover"],
      ["How to filter", ".popover"],
      ["Export", "[role=menu]"],
    ] as const) {
      for (const key of ["Enter", "Space"]) {
        await focus(button(label));
        await panel.press(key);
        await panel.waitFor(`document.querySelector("${opened}")?.contains(document.activeElement)`);
        await panel.press("Escape");
        await panel.waitFor(`document.querySelector("${opened}") === null`);
        await untilFocused(label);
      }
    }
  });

  test("menus are walked by arrows", async () => {
    await focus(button("Export"));
    await panel.press("Enter");
    await panel.waitFor(`document.activeElement.textContent.startsWith("HAR…")`);
    await panel.press("ArrowDown");
    await panel.waitFor(`document.activeElement.textContent.startsWith("Session file…")`);
    await panel.press("End");
    await panel.press("ArrowDown");
    await panel.waitFor(`document.activeElement.textContent.startsWith("HAR…")`);
    await panel.press("Escape");
    await focus(".grid");
    await panel.press("Shift+F10");
    await panel.waitFor(`document.activeElement.getAttribute("role")?.startsWith("menuitem")`);
    await panel.press("Escape");
    await untilFocused("Messages");
  });

  test("from the list to the detail's tabs, what Diff offers, and back", async () => {
    await focus(".grid");
    await panel.press("Enter");
    await untilFocused("Decoded");
    await panel.press("End");
    await untilFocused("Diff");
    const compare = `[...document.querySelectorAll(".diff-choice button")].at(-1)`;
    await panel.waitFor(`${compare}?.textContent.startsWith("Compare")`);
    for (
      let steps = 0;
      steps < 5 && !(await panel.evaluate(`document.activeElement === ${compare}`));
      steps += 1
    )
      await panel.press("Tab");
    await panel.press("Enter");
    await panel.waitFor(`${compare}.ariaPressed === "true" && document.activeElement === ${compare}`);
    await panel.press("Space");
    await panel.waitFor(`${compare}.ariaPressed === "false"`);
    await panel.press("Escape");
    await untilFocused("Messages");
    await panel.waitFor(`document.querySelector(".detail") === null`);
  });

  test("connections: choose one, to its facts, back, and all of them", async () => {
    await focus(".connections");
    await panel.press("Home");
    await panel.press("ArrowDown");
    await panel.waitFor(`document.querySelector(".detail[aria-label=Connection]")`);
    await panel.press("Enter");
    await panel.waitFor(`document.activeElement.matches(".detail-scroll")`);
    await panel.press("Escape");
    await untilFocused("Connections");
    await panel.waitFor(`document.querySelector(".detail") === null`);
    await panel.press("Escape");
    await panel.waitFor(`document.querySelector("#connection-all").ariaSelected === "true"`);
  });

  test("the order of connections lies over the first line, and over no other", async () => {
    const over = `(() => {
      const { left, top, width, height } = document.querySelector(".connection-sort").getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2).closest(".connection-sort") !== null;
    })()`;
    await panel.waitFor(over);
    await focus(".connections");
    await panel.press("End");
    await panel.waitFor(`!${over}`);
    await focus(".connection-sort select");
    await panel.waitFor(over);
    await focus(".connections");
    await panel.press("Home");
    await panel.waitFor(over);
  });
});
