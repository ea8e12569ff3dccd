import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrivenPanel, Theme } from "../../tooling/browser/driven.ts";
import { clear, quiet } from "../../tooling/panel-actions.ts";
import { BROWSERS } from "./support/start-browser.ts";
import { type StillSession, startStillSession } from "./support/start-still-session.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What scrolls and takes the focus without saying what it is, what points to a row that is not there, cells that are read out as what a click
 * on them does, and words that are read as one: axe lets them pass.
 */
const UNSAID = `[
  ...[...document.querySelectorAll(":is(div, section)[tabindex='0']")]
    .filter((it) => !it.ariaLabel && !it.hasAttribute("aria-labelledby")).map((it) => "no name: " + it.className),
  ...[...document.querySelectorAll("[aria-activedescendant]")]
    .filter((it) => document.getElementById(it.getAttribute("aria-activedescendant")) === null)
    .map((it) => "no such row: " + it.getAttribute("aria-activedescendant")),
  ...[...document.querySelectorAll("[role=gridcell][title]")]
    .filter((it) => it.title !== "" && it.textContent === "" && !it.ariaLabel).map((it) => "named by its tip: " + it.title),
  ...[...document.querySelectorAll(".cell-data > :is(.kind, .channel, .event), .connection-url > .connection-host")]
    .filter((it) => !/^\\s/.test((it.matches(".connection-host") ? it.previousSibling : it.nextSibling)?.textContent ?? " "))
    .map((it) => "runs into what is beside it: " + it.parentElement.textContent),
]`;

/** What axe says of the panel as it is, and what it does not: one line for each element that breaks a rule. */
const FOUND = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) =>
    id + " " + target.join(" ") + ": " + [...any, ...all, ...none].map(({ message }) => message).join("; "))).concat(${UNSAID}))`;

const TABS = `[...document.querySelectorAll(".detail [role=tab]")]`;
const VIEWS = ["Messages", "Timeline", "Round trips", "Polling", "Findings", "Statistics"] as const;

describe.each(BROWSERS)("%s: what axe finds", (name) => {
  let session: StillSession;
  let panel: DrivenPanel;

  beforeAll(async () => {
    session = await startStillSession(name, { width: 1400, height: 1400 });
    panel = session.panel;
    await panel.evaluate(`(() => { ${AXE}\n return true; })()`);
  });
  afterAll(() => session?.stop());

  const tab = (view: string) =>
    `[...document.querySelectorAll(".main-pane [role=tab]")].find((it) => it.textContent.startsWith(${JSON.stringify(view)}))`;
  describe.each(["light", "dark"] as const satisfies readonly Theme[])("%s", (theme) => {
    beforeAll(() => session.started.browser.setTheme(theme));

    test.each(VIEWS)("nothing in %s", async (view) => {
      // Its name may have a number in it.
      await panel.evaluate(`${tab(view)}.click()`);
      await panel.waitFor(`${tab(view)}.ariaSelected === "true"`);
      await quiet(panel);
      expect(await panel.evaluate<string[]>(FOUND)).toEqual([]);
    });

    /** Selects the last of some messages of WebSockets; resolves with how many tabs its detail has. */
    async function select(which: string): Promise<number> {
      await panel.type({ role: "combobox", name: "Filter" }, `kind:ws type:text ${which}`);
      // Until the last letter, and all rows, are in the answer.
      await quiet(panel);
      await panel.waitFor(`(([some, all]) => some > 0 && some < all)(
        document.querySelector(".count").textContent.replaceAll(",", "").match(/\\d+/g).map(Number))`);
      await panel.evaluate(`document.querySelector("[role=grid][aria-label=Messages]").focus()`);
      await panel.press("End");
      await quiet(panel);
      return panel.waitFor<number>(`${TABS}.length`);
    }

    test("nothing in the details of a message and of a connection", async () => {
      await panel.evaluate(`document.querySelector("#connection-all").click()`);
      await panel.waitFor(`document.querySelector("#connection-all").ariaSelected === "true"`);
      await panel.evaluate(`${tab("Messages")}.click()`);
      await panel.waitFor(`document.querySelector("[role=grid][aria-label=Messages]")`);
      await select("size=0");
      expect(await panel.evaluate<string[]>(FOUND)).toEqual([]);
      const count = await select("size>0");
      for (let at = 0; at < count; at += 1) {
        await panel.evaluate(`${TABS}[${at}].click()`);
        await panel.waitFor(`${TABS}[${at}].ariaSelected === "true"`);
        await quiet(panel);
        const name = await panel.evaluate<string>(`${TABS}[${at}].textContent`);
        expect({ name, found: await panel.evaluate<string[]>(FOUND) }).toEqual({ name, found: [] });
      }
      await panel.click({ role: "button", name: "Clear the filter" });
      await panel.evaluate(`document.querySelector(".detail header button[aria-label^=Close]").click()`);
      await panel.waitFor(`document.querySelector(".detail .tabs") === null`);
      await panel.evaluate(`document.querySelector(".connection:not(#connection-all)").click()`);
      await panel.waitFor(`document.querySelector(".detail header strong")`);
      await quiet(panel);
      expect(await panel.evaluate<string[]>(FOUND)).toEqual([]);
    });

    test("nothing where the chosen connection is scrolled out of view", async () => {
      const list = `document.querySelector("[role=listbox][aria-label=Connections]")`;
      await panel.evaluate(`document.querySelector("#connection-all").click()`);
      await panel.waitFor(`${list}.hasAttribute("aria-activedescendant")`);
      await panel.evaluate(`${list}.scrollTop = ${list}.scrollHeight, true`);
      await panel.waitFor(`document.querySelector("#connection-all") === null`);
      await quiet(panel);
      expect(await panel.evaluate<string[]>(FOUND)).toEqual([]);
      await panel.evaluate(`${list}.scrollTop = 0, true`);
      await panel.waitFor(`document.querySelector("#connection-all")`);
    });

    test("nothing in what is said of a damaged file", async () => {
      await panel.evaluate(`(() => {
        const files = new DataTransfer();
        files.items.add(new File(["no session"], "damaged.duplex"));
        document.querySelector(".panel").dispatchEvent(
          new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: files }));
      })()`);
      await panel.waitFor(`document.querySelector(".notice[role=alert]")`);
      await quiet(panel);
      expect(await panel.evaluate<string[]>(FOUND)).toEqual([]);
      await panel.click({ role: "button", name: "Dismiss" });
      await panel.waitFor(`document.querySelector(".notice") === null`);
      // The button has gone with the notice; whoever works by keys is not to begin anew.
      await panel.waitFor(`document.activeElement.getAttribute("role") === "grid"`);
    });

    test("nothing in menus, popovers and what a key opens", async () => {
      const opens = [
        { name: "Export", by: () => panel.click({ role: "button", name: "Export" }) },
        { name: "Saved filters", by: () => panel.click({ role: "button", name: "Saved filters" }) },
        { name: "How to filter", by: () => panel.click({ role: "button", name: "How to filter" }) },
        { name: "Row", by: () => panel.press("Shift+F10") },
        { name: "Keys", by: () => panel.press("?") },
        { name: "Note", by: () => panel.press("e") },
      ];
      for (const { name, by } of opens) {
        await panel.evaluate(`document.querySelector("[role=grid][aria-label=Messages]").focus()`);
        await panel.press("End");
        await by();
        const opened = `document.querySelector("[role=menu], .popover, dialog[open]")`;
        await panel.waitFor(opened);
        await quiet(panel);
        expect({ name, found: await panel.evaluate<string[]>(FOUND) }).toEqual({ name, found: [] });
        await panel.press("Escape");
        await panel.waitFor(`${opened} === null`);
      }
    });

    test.each(["Settings", "Sessions"])("nothing in the dialog %s", async (label) => {
      await panel.click({ role: "button", name: label });
      await panel.waitFor(`document.querySelector("dialog[open]")`);
      await quiet(panel);
      expect(await panel.evaluate<string[]>(FOUND)).toEqual([]);
      await panel.press("Escape");
      await panel.waitFor(`document.querySelector("dialog[open]") === null`);
    });
  });

  test("nothing in the first screen where there is no room for all of it", async () => {
    await clear(panel);
    await panel.waitFor(`document.querySelector(".first-screen")`);
    await panel.evaluate(`document.body.style.height = "200px"`);
    await quiet(panel);
    expect(
      await panel.evaluate(`(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)(
      document.querySelector(".first-screen"))`),
    ).toBe(true);
    expect(await panel.evaluate<string[]>(FOUND)).toEqual([]);
  });
});
