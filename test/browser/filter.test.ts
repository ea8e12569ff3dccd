import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { filterRows, untilMatched } from "./support/filter-rows.ts";
import { openQuietEcho } from "./support/quiet-echo.ts";
import { untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

const FIELD = { role: "combobox", name: "Filter" } as const;
const TEXT = "document.querySelector('.filter input').value";
const CANDIDATES = "[...document.querySelectorAll('.candidate code')].map((it) => it.textContent)";

describe.each(BROWSERS)("%s: the filter", (name) => {
  let demo: Demo;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    demo = await startDemo();
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
  });
  afterAll(async () => {
    await started?.stop();
    await demo?.close();
  });

  const echo = (text: string) => started.browser.page.evaluate(`demo.echo("text", ${JSON.stringify(text)})`);
  const counts = (count: number) => untilMatched(panel, count);
  const all = () =>
    panel.waitFor("/^(\\d+) of \\1$/.test(document.querySelector('.count[aria-busy=false]')?.textContent)");

  beforeEach(async () => {
    // Whatever a test before has left.
    await panel.evaluate(`document.querySelector(".filter-clear")?.click()`);
    await openQuietEcho(started.browser, panel, demo);
    for (const text of ["apple", '{"fruit":"pear"}', "apple pie"]) await echo(text);
    await untilMessages(panel, 6);
  });

  test("fields and values are completed by keyboard and mouse", async () => {
    await panel.type(FIELD, "di");
    await panel.waitFor(`${CANDIDATES}.join() === "dir:"`);
    await panel.press("Tab");
    await panel.waitFor(`${CANDIDATES}.join() === "sent,received"`);
    await panel.press("ArrowDown");
    await panel.press("ArrowDown");
    await panel.waitFor("document.querySelector('.filter input').getAttribute('aria-activedescendant')");
    await panel.press("Enter");
    await panel.waitFor(`${TEXT} === "dir:received "`);
    await counts(3);
    await panel.waitFor(`${CANDIDATES}.length === 0`);
    await panel.type(FIELD, "url:");
    await panel.waitFor(`${CANDIDATES}.some((it) => it.startsWith("ws"))`);
    const address = await panel.evaluate<string>(`${CANDIDATES}.find((it) => it.startsWith("ws"))`);
    await panel.click({ role: "option", name: address });
    await panel.waitFor(`/^url:ws\\S+ $/.test(${TEXT})`);
    await all();
    await panel.press("Escape");
  });

  test("what is wrong is marked where it stands", async () => {
    await panel.type(FIELD, "apple size>many");
    const marked = await panel.waitFor<string>(
      "document.querySelector('.filter-marks .is-wrong')?.textContent",
    );
    expect(marked).toBe("many");
    await panel.waitFor(`(() => {
      const input = document.querySelector('.filter input');
      const probe = document.createElement('span');
      probe.style.cssText = 'position:absolute;visibility:hidden;white-space:pre;font:' + getComputedStyle(input).font;
      probe.textContent = 'apple size>';
      input.parentElement.append(probe);
      const { left } = input.getBoundingClientRect();
      const style = getComputedStyle(input);
      const wanted = left + parseFloat(style.borderLeftWidth) + parseFloat(style.paddingLeft) + probe.getBoundingClientRect().width;
      probe.remove();
      return Math.abs(document.querySelector('.filter-marks .is-wrong').getBoundingClientRect().left - wanted) < 2;
    })()`);
    await panel.press("Escape");
    await panel.waitFor("document.querySelector('.filter-marks') === null");
  });

  test("a filter is saved by name, applied, renamed and deleted; what was used is recent", async () => {
    await filterRows(panel, "$.fruit=pear");
    await counts(2);
    await panel.press("Enter");
    await panel.waitFor("document.activeElement?.classList.contains('grid')");
    await panel.click({ role: "button", name: "Saved filters" });
    await panel.type({ role: "textbox", name: "Name of the filter" }, "fruits");
    await panel.press("Enter");
    await panel.waitFor("document.querySelector('.filter-entry b')?.textContent === 'fruits'");
    // What had the focus is gone with the form, and the keys still reach the menu.
    await panel.press("Escape");
    await panel.waitFor("document.querySelector('.filter-menu') === null");
    await panel.click({ role: "button", name: "Saved filters" });
    await panel.click({ role: "button", name: "Rename fruits" });
    await panel.type({ role: "textbox", name: "New name of the filter" }, "my <b>fruits</b>");
    await panel.press("Enter");
    await panel.waitFor("document.querySelector('.filter-entry b')?.textContent === 'my <b>fruits</b>'");
    await panel.click({ role: "button", name: "Saved filters" });
    await panel.waitFor("document.querySelector('.filter-menu') === null");
    await filterRows(panel, "pie");
    await counts(2);
    await panel.press("Enter");
    await panel.click({ role: "button", name: "Saved filters" });
    await panel.waitFor(
      `[...document.querySelectorAll(".filter-menu li code")].map((it) => it.textContent).join() === "$.fruit=pear,pie,$.fruit=pear"`,
    );
    await panel.click({ role: "button", name: "my <b>fruits</b> $.fruit=pear" });
    await panel.waitFor(`${TEXT} === "$.fruit=pear"`);
    await panel.click({ role: "button", name: "Saved filters" });
    await panel.click({ role: "button", name: "Delete my <b>fruits</b>" });
    await panel.waitFor("document.querySelector('.filter-entry b') === null");
    await panel.click({ role: "button", name: "Saved filters" });
    await panel.waitFor("document.querySelector('.filter-menu') === null");
    await filterRows(panel, "");
  });

  test("a search leaves all rows there, marks and counts what it finds, and goes from one to the next", async () => {
    const said = (text: string) =>
      panel.waitFor(`document.querySelector("#find-said")?.textContent === "${text}"`);
    await panel.evaluate("document.querySelector('.grid').focus()");
    await panel.press("Control+f");
    await panel.type({ role: "textbox", name: "Find in the list" }, "apple");
    await said("1 of 4");
    await all();
    const found = "document.querySelectorAll('.row.is-found').length";
    await panel.waitFor(`${found} === 4`);
    const marked = "[...document.querySelectorAll('.row mark')].map((it) => it.textContent).join()";
    await panel.waitFor(`${marked} === "apple,apple,apple,apple"`);
    await panel.press("Enter");
    await said("2 of 4");
    await panel.press("Escape");
    await panel.waitFor("document.activeElement?.classList.contains('grid')");
    await panel.waitFor(`${found} === 0`);
    await panel.press("n");
    await said("2 of 4");
    await panel.evaluate("document.querySelector('.grid').focus()");
    await panel.press("n");
    await said("3 of 4");
    for (const ordinal of [2, 1, 4]) {
      await panel.press("N");
      await said(`${ordinal} of 4`);
    }
    await panel.waitFor(
      "document.querySelector('.row[aria-selected=true]')?.innerText.includes('apple pie')",
    );
    await panel.click({ role: "button", name: "Close the search" });
    await panel.press("Escape");
  });

  test("/ goes to the field, Escape back to the list; the help's examples can be tried", async () => {
    await panel.evaluate("document.querySelector('.grid').focus()");
    await panel.press("/");
    await panel.waitFor("document.activeElement?.getAttribute('aria-label') === 'Filter'");
    await panel.waitFor(`${TEXT} === ""`);
    await panel.press("Escape");
    await panel.waitFor("document.activeElement?.classList.contains('grid')");
    await panel.click({ role: "button", name: "How to filter" });
    await panel.click({ role: "button", name: "price" });
    await panel.waitFor(`${TEXT} === "price"`);
    await counts(0);
    await panel.press("Escape");
    await all();
  });
});
