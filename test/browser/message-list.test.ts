import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { quiet } from "../../tooling/panel-actions.ts";
import { untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

describe.each(BROWSERS)("%s: the list of messages", (name) => {
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
  const headers = () =>
    panel.evaluate<string[]>(
      `[...document.querySelectorAll("[role=columnheader]")].map((it) => it.dataset.column)`,
    );
  const header = (label: string) => panel.click({ role: "button", name: label });
  const widthOf = (id: string) =>
    panel.evaluate<number>(
      `document.querySelector('[role=columnheader][data-column="${id}"]').getBoundingClientRect().width`,
    );

  /** A page with one quiet echo socket, and so many messages of it. */
  beforeEach(async () => {
    await started.browser.page.goto(`${demo.url}?run=none`);
    await panel.click({ role: "button", name: "Clear" });
    await echo("first");
    await started.browser.page.evaluate("demo.quietEcho()");
    await quiet(panel);
    await panel.click({ role: "button", name: "Clear" });
    await quiet(panel);
  });

  test("columns are hidden, moved and resized by keys and menu, and stay so in another panel", async () => {
    for (const text of ["one", "two", "three"]) await echo(text);
    await untilMessages(panel, 6);
    const before = await headers();
    expect(before).toContain("size");
    expect(await panel.evaluate(`document.querySelectorAll("[role=gridcell][aria-colindex]").length`)).toBe(
      before.length *
        (await panel.evaluate<number>(`document.querySelectorAll(".grid .row:not(.header-row)").length`)),
    );

    await header("Size");
    await panel.click({ role: "menuitem", name: "Hide" });
    await panel.waitFor(`!document.querySelector('[data-column="size"]')`);
    await panel.evaluate(`document.querySelector('[data-column="time"] .column-name').focus()`);
    await panel.press("Alt+ArrowRight");
    await panel.waitFor(`document.querySelector('[data-column="time"]').ariaColIndex === "3"`);
    expect(await panel.evaluate("document.activeElement.closest('[data-column]')?.dataset.column")).toBe(
      "time",
    );
    const width = await widthOf("time");
    await panel.press("Shift+ArrowRight");
    await panel.waitFor(
      `document.querySelector('[data-column="time"]').getBoundingClientRect().width > ${width}`,
    );
    await panel.press("Shift+Enter");
    await panel.waitFor(
      `document.querySelector('[data-column="time"]').getBoundingClientRect().width < ${width + 12}`,
    );
    const cut = await panel.evaluate(
      `[...document.querySelectorAll(".row:not(.header-row) > .cell-time")].some((it) => it.scrollWidth > it.clientWidth)`,
    );
    expect(cut).toBe(false);

    const chosen = await headers();
    await panel.waitFor(`${KEPT}?.columns.some(({ id, width }) => id === "time" && width !== null)`);
    await started.browser.closeDevtools();
    await started.browser.openDevtools();
    panel = await started.browser.showPanel();
    await echo("four");
    await panel.waitFor(`document.querySelectorAll("[role=columnheader]").length === ${chosen.length}`);
    expect(await headers()).toEqual(chosen);

    await header("Time of day");
    await panel.click({ role: "menuitem", name: "All as at first" });
    await panel.waitFor(`document.querySelectorAll("[role=columnheader]").length === ${before.length}`);
    expect(await headers()).toEqual(before);
  });

  test("times are counted from the session, the connection or the row before", async () => {
    await echo("one");
    await untilMessages(panel, 2);
    const firstTime = `document.querySelector(".grid .row:not(.header-row) .cell-time").textContent`;
    expect(await panel.evaluate<string>(firstTime)).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/);
    await header("Time of day");
    await panel.click({ role: "menuitemradio", name: "Since the session began" });
    await panel.waitFor(`/^−?(\\d+:)*\\d+\\.\\d{3}$/.test(${firstTime})`);
    await header("Since the session began");
    await panel.click({ role: "menuitemradio", name: "Since the row before" });
    await panel.waitFor(`${firstTime} === "0.000"`);
    await header("Since the row before");
    await panel.press("Escape");
    await panel.waitFor(`document.querySelector("[role=menu]") === null`);
    expect(await panel.evaluate("document.activeElement.ariaLabel")).toBe("Since the row before");
    await header("Since the row before");
    await panel.click({ role: "menuitemradio", name: "Time of day" });
    await panel.waitFor(`/^\\d\\d:\\d\\d:\\d\\d/.test(${firstTime})`);
  });
});

/** What the engine has on the disk of the list's look. */
const KEPT = `(await new Promise((resolve, reject) => {
  const opening = indexedDB.open("duplex");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const getting = opening.result.transaction("settings").objectStore("settings").get("settings");
    getting.onsuccess = () => {
      opening.result.close();
      resolve(getting.result?.list);
    };
  };
}))`;
