import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear, exportSession, quiet } from "../../tooling/panel-actions.ts";
import { filterRows, untilMatched } from "./support/filter-rows.ts";
import { openQuietEcho } from "./support/quiet-echo.ts";
import { openFirst, untilMessages } from "./support/recorded.ts";
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
  const untilHeaders = async () => {
    await panel.waitFor(`document.querySelector("[role=columnheader]") !== null`);
    return headers();
  };
  const header = (label: string) => panel.click({ role: "button", name: label });
  const widthOf = (id: string) =>
    panel.evaluate<number>(
      `document.querySelector('[role=columnheader][data-column="${id}"]').getBoundingClientRect().width`,
    );

  beforeEach(() => openQuietEcho(started.browser, panel, demo));

  test("columns are hidden, moved and resized by keys and menu, and stay so in another panel", async () => {
    for (const text of ["one", "two", "three"]) await echo(text);
    await untilMessages(panel, 6);
    const before = await untilHeaders();
    expect(before).toContain("size");
    await panel.waitFor(`document.querySelectorAll("[role=gridcell][aria-colindex]").length
      === ${before.length} * document.querySelectorAll(".grid .row:not(.header-row)").length`);

    await header("Size");
    await panel.click({ role: "menuitem", name: "Hide" });
    await panel.waitFor(`!document.querySelector('[data-column="size"]')`);
    await panel.evaluate(`document.querySelector('[data-column="time"] .column-name').focus()`);
    await panel.press("Alt+ArrowRight");
    await panel.waitFor(
      `document.querySelector('[data-column="time"]').ariaColIndex === "${before.indexOf("time") + 2}"`,
    );
    await panel.waitFor("document.activeElement.closest('[data-column]')?.dataset.column === 'time'");
    const width = await widthOf("time");
    await panel.press("Shift+ArrowRight");
    await panel.waitFor(
      `document.querySelector('[data-column="time"]').getBoundingClientRect().width > ${width}`,
    );
    await panel.press("Shift+Enter");
    await panel.waitFor(
      `document.querySelector('[data-column="time"]').getBoundingClientRect().width < ${width + 12}`,
    );
    await panel.waitFor(
      `[...document.querySelectorAll(".row:not(.header-row) > .cell-time")].every((it) => it.scrollWidth <= it.clientWidth)`,
    );

    const chosen = await headers();
    await panel.waitFor(`${KEPT}?.columns.some(({ id, width }) => id === "time" && width !== null)`);
    await started.browser.closeDevtools();
    await started.browser.openDevtools();
    panel = await started.browser.showPanel();
    await echo("four");
    const untilColumns = (ids: readonly string[]) =>
      panel.waitFor(
        `[...document.querySelectorAll("[role=columnheader]")].map((it) => it.dataset.column).join() === "${ids.join()}"`,
      );
    await untilColumns(chosen);

    await header("Time of day");
    await panel.click({ role: "menuitem", name: "All as at first" });
    await untilColumns(before);
  });

  test("the elements of rows are made a few in a task, and all of them are", async () => {
    const rows = "document.querySelectorAll('.grid .row:not(.header-row)').length";
    for (let at = 0; at < 20; at += 1) await echo(`number ${at}`);
    await untilMessages(panel, 40);
    await panel.waitFor(`${rows} > 13`);
    const inView = await panel.evaluate<number>(rows);
    // Told of together is what one task has made.
    await panel.evaluate(`(() => {
      window.madeRows = [];
      new MutationObserver((records) => {
        const added = records.flatMap((it) => [...it.addedNodes]).filter((it) => it instanceof Element);
        const made = added.flatMap((it) => [it, ...it.querySelectorAll("*")]).filter((it) => it.matches(".grid .row:not(.header-row)"));
        if (made.length > 0) window.madeRows.push(new Set(made).size);
      }).observe(document.body, { childList: true, subtree: true });
      return true;
    })()`);
    await panel.click({ role: "tab", name: "Statistics" });
    await panel.waitFor(`${rows} === 0`);
    await panel.click({ role: "tab", name: "Messages" });
    await panel.waitFor(`${rows} === ${inView}`);
    const made = await panel.evaluate<number[]>("window.madeRows");
    expect(
      made.reduce((sum, it) => sum + it, 0),
      "all that are in view",
    ).toBe(inView);
    expect(Math.max(...made), "of them in one task").toBeLessThanOrEqual(12);
  });

  test("a row looks like what it is, whichever row had its elements before", async () => {
    await started.browser.page.goto(demo.url);
    const kinds = await panel.waitFor<string[]>(
      `(() => {
        const own = (window.looked ??= { times: 0, kinds: new Set(), odd: new Set() });
        for (const cell of document.querySelectorAll(".grid .row:not(.header-row) .cell-data")) {
          const [kind] = /is-(?:message|mark|request)/.exec(cell.closest(".row").className) ?? [];
          own.kinds.add(kind);
          const isMono = /mono/i.test(getComputedStyle(cell).fontFamily);
          if (isMono !== (kind === "is-message")) own.odd.add(kind + " " + cell.textContent.slice(0, 40));
        }
        own.times += 1;
        return own.times >= 40 && own.kinds.size === 3 && [...own.odd];
      })()`,
      30_000,
    );
    expect(kinds).toEqual([]);
  });

  test("columns are dragged to another place and another width, and fitted by a double click", async () => {
    for (const text of ["one", "two"]) await echo(text);
    await untilMessages(panel, 4);
    const before = await untilHeaders();
    // The driver has clicks and keys alone: a drag is told as the browser would, but for the capture, which needs a real pointer.
    await panel.evaluate(`window.drag = (element, by) => {
      element.setPointerCapture = () => {};
      const box = element.getBoundingClientRect();
      const x = box.left + box.width / 2;
      const tell = (type, clientX) =>
        element.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, pointerId: 1, button: 0, clientX, clientY: box.top + 5 }));
      tell("pointerdown", x);
      tell("pointermove", x + by / 2);
      tell("pointermove", x + by);
      tell("lostpointercapture", x + by);
      return true;
    }`);
    const width = await widthOf("size");
    await panel.evaluate(`drag(document.querySelector('[data-column="size"] .column-grip'), 60)`);
    await panel.waitFor(
      `Math.abs(document.querySelector('[data-column="size"]').getBoundingClientRect().width - ${width + 60}) < 2`,
    );
    await panel.evaluate(
      `document.querySelector('[data-column="size"] .column-grip').dispatchEvent(new MouseEvent("dblclick", { bubbles: true }))`,
    );
    await panel.waitFor(
      `document.querySelector('[data-column="size"]').getBoundingClientRect().width < ${width + 30}`,
    );
    const wide = await panel.evaluate<number>(
      `document.querySelector('[data-column="data"]').getBoundingClientRect().left - document.querySelector('[data-column="size"]').getBoundingClientRect().left + 400`,
    );
    await panel.evaluate(`drag(document.querySelector('[data-column="size"] .column-name'), ${wide})`);
    await panel.waitFor(
      `[...document.querySelectorAll("[role=columnheader]")].at(-1).dataset.column === "size"`,
    );
    expect(await panel.evaluate(`document.querySelector("[role=menu]") === null`)).toBe(true);
    await panel.evaluate(`drag(document.querySelector('[data-column="size"] .column-name'), -3000)`);
    await panel.waitFor(`document.querySelector("[role=columnheader]").dataset.column === "size"`);
    await header("Size");
    await panel.click({ role: "menuitem", name: "All as at first" });
    await panel.waitFor(`document.querySelector("[role=columnheader]").dataset.column === "${before[0]}"`);
    expect(await headers()).toEqual(before);
  });

  test("times are counted from the session, the connection or the row before", async () => {
    await echo("one");
    await untilMessages(panel, 2);
    const firstTime = `document.querySelector(".grid .row:not(.header-row) .cell-time").textContent`;
    await panel.waitFor(
      `/^\\d\\d:\\d\\d:\\d\\d\\.\\d{3}$/.test(document.querySelector(".grid .row:not(.header-row) .cell-time")?.textContent)`,
    );
    await header("Time of day");
    await panel.click({ role: "menuitemradio", name: "Since the session began" });
    await panel.waitFor(`/^−?(\\d+:)*\\d+\\.\\d{3}$/.test(${firstTime})`);
    await header("Since the session began");
    await panel.click({ role: "menuitemradio", name: "Since the row before" });
    await panel.waitFor(`${firstTime} === "0.000"`);
    await header("Since the row before");
    await panel.press("Escape");
    await panel.waitFor(`document.querySelector("[role=menu]") === null`);
    await panel.waitFor(`document.activeElement.ariaLabel === "Since the row before"`);
    await header("Since the row before");
    await panel.click({ role: "menuitemradio", name: "Time of day" });
    await panel.waitFor(`/^\\d\\d:\\d\\d:\\d\\d/.test(${firstTime})`);
  });

  /** The selected rows' payloads, as the list shows them. */
  const selected = () =>
    panel.evaluate<string[]>(
      `[...document.querySelectorAll(".grid [role=row][aria-selected=true] .cell-data")].map((it) => it.textContent)`,
    );
  const focusList = () => panel.evaluate(`document.querySelector(".grid").focus()`);
  /** What the clipboard was given from now on, beside the clipboard itself. */
  const watchClipboard = () =>
    panel.evaluate(`(() => {
      window.copied = null;
      const write = navigator.clipboard.writeText.bind(navigator.clipboard);
      navigator.clipboard.writeText = (text) => write(text).then(() => void (window.copied = text));
    })()`);
  const untilCopied = async () => {
    const text = await panel.waitFor<string>("window.copied");
    await panel.evaluate("window.copied = null");
    return text;
  };

  test("rows are selected and copied whole, by keys and by the menu", async () => {
    const large = `{"large":"${"x".repeat(40_000)}"}`;
    for (const text of ["one", large]) await echo(text);
    await untilMessages(panel, 4);
    await watchClipboard();
    await filterRows(panel, "is:message");
    await untilMatched(panel, 4);
    await focusList();
    await panel.press("Home");
    await panel.waitFor(`document.querySelector("#row-0[aria-selected=true]") !== null`);
    await panel.press("Control+c");
    expect(await untilCopied()).toBe("one");
    await panel.press("Shift+ArrowDown");
    await panel.press("Shift+ArrowDown");
    await panel.waitFor(`document.querySelectorAll(".grid [aria-selected=true]").length === 3`);
    await panel.press("Control+c");
    expect(await untilCopied()).toBe(["one", "one", large].join("\n"));
    await panel.press("Control+a");
    await panel.waitFor(`document.querySelectorAll(".grid [aria-selected=true]").length === 4`);
    await panel.press("Shift+F10");
    await panel.click({ role: "menuitem", name: "Copy as JSON" });
    const json = JSON.parse(await untilCopied()) as { json?: unknown; text?: string; direction: string }[];
    expect(json.map(({ direction }) => direction).sort()).toEqual(["received", "received", "sent", "sent"]);
    expect(json[2]?.json).toEqual(JSON.parse(large));
    await panel.press("Escape");
    await panel.press("Escape");
    await panel.waitFor(`document.querySelectorAll(".grid [aria-selected=true]").length < 2`);
    await panel.press("Home");
    await panel.press("Shift+F10");
    await panel.click({ role: "menuitem", name: "Copy as C array" });
    expect(await untilCopied()).toMatch(
      /^const unsigned char message_\d+\[3\] = \{\n {2}0x6f, 0x6e, 0x65\n\};$/,
    );
    await filterRows(panel, "");
  });

  test("marks, pins and notes are set by keys, found again, and come back from a session file", async () => {
    for (const text of ["one", "two", "three"]) await echo(text);
    await untilMessages(panel, 6);
    await focusList();
    await panel.press("End");
    await panel.press("m");
    await panel.waitFor(`document.querySelectorAll(".grid .row.is-marked").length === 1`);
    for (let step = 0; step < 3; step += 1) await panel.press("ArrowUp");
    await panel.press("p");
    await panel.waitFor(`document.querySelectorAll(".pinned .pinned-row").length === 1`);
    await panel.press("e");
    await panel.waitFor(`document.activeElement?.ariaLabel === "Note"`);
    for (const sign of "why") await panel.press(sign);
    await panel.press("Control+Enter");
    await panel.waitFor(`/why/.test(document.querySelector(".grid .note-chip")?.textContent ?? "")`);
    const noted = await selected();
    await panel.press("F2");
    await panel.waitFor(`document.querySelector(".grid [aria-selected=true].is-marked") !== null`);
    expect(await selected()).toEqual(["three"]);

    await filterRows(panel, "note:why or is:marked");
    await untilMatched(panel, 2);
    await filterRows(panel, "");
    await quiet(panel);
    const file = await exportSession(started.browser, panel, "Session file…");
    const lines = gunzipSync(readFileSync(file)).toString().split("\n");
    expect(lines.filter((it) => it.includes('"annotation"')).map((it) => JSON.parse(it))).toEqual([
      { type: "annotation", row: expect.any(Number), pinned: true, note: "why" },
      { type: "annotation", row: expect.any(Number), marked: true },
    ]);

    await clear(panel);
    const page = await started.browser.openExtensionPage("panel.html");
    await page.waitFor("/Sessions/.test(document.body.innerText)");
    await openFirst(page);
    await page.waitFor(`/why/.test(document.querySelector(".pinned .note-chip")?.textContent ?? "")`);
    await page.waitFor(`document.querySelectorAll(".grid .row.is-marked").length === 1`);
    expect(noted[0]).toContain("why");
    await page.close();
  });

  test("keys lead to the filter and to a list of keys, and Escape back", async () => {
    await echo("one");
    await untilMessages(panel, 2);
    await focusList();
    await panel.press("/");
    await panel.waitFor(`document.activeElement?.closest(".filter") !== null`);
    await focusList();
    await panel.press("?");
    await panel.waitFor(`document.querySelector("dialog[open] kbd") !== null`);
    // Tab goes round: it never leaves for the browser's own tools, where Escape would not close the dialog.
    for (let times = 0; times < 4; times += 1) {
      await panel.press("Tab");
      await panel.waitFor(`document.activeElement.closest("dialog") !== null`);
    }
    await panel.press("Escape");
    await panel.waitFor(`document.querySelector("dialog") === null`);
    await panel.press("End");
    await panel.waitFor(`document.querySelector(".detail [role=tab]") !== null`);
    await panel.press("Enter");
    await panel.waitFor(`document.activeElement?.closest(".detail") !== null`);
    await panel.press("Escape");
    await panel.waitFor(`document.activeElement?.classList.contains("grid")`);
  });

  test("follows the end of a flood, leaves a reader alone who has scrolled up, and says how many are new", async () => {
    const flood = (count: number) =>
      started.browser.page.evaluate(
        `(async () => { for (let at = 0; at < ${count}; at += 1) demo.echo("text", "flood " + at); })()`,
      );
    await flood(300);
    await untilMessages(panel, 600);
    const last = `[...document.querySelectorAll(".grid .row:not(.header-row)")].at(-1)?.getAttribute("aria-rowindex")`;
    const rowCount = `document.querySelector(".grid").getAttribute("aria-rowcount")`;
    // Firefox tells of the handshake, too, at times after the messages: it would be one more that is new.
    const others = name === "firefox" ? 3 : 2;
    await panel.waitFor(`${last} === ${rowCount} && ${rowCount} === "${600 + others + 1}"`);
    await focusList();
    await panel.press("Home");
    // The first row is the end of the one before, until those at the top have come. Room is taken by the detail pane.
    await panel.waitFor(`document.querySelector(".detail") !== null`);
    await panel.waitFor(`/WebSocket created/.test(document.querySelector("#row-0")?.textContent)`);
    const top = `[...document.querySelectorAll(".grid .row:not(.header-row)")].map((it) =>
      it.id + " " + it.querySelector(".cell-data").textContent)`;
    const before = await panel.evaluate<string[]>(top);
    await flood(300);
    await untilMessages(panel, 1200);
    await panel.waitFor(`/600 new/.test(document.querySelector(".new-rows")?.textContent ?? "")`);
    expect(await panel.evaluate<string[]>(top)).toEqual(before);
    await panel.evaluate(`document.querySelector(".new-rows").click()`);
    await panel.waitFor(`document.querySelector(".new-rows") === null && ${last} === ${rowCount}`);

    // A bar above the list comes and goes, and somebody measures meanwhile: the browser scrolls by itself, the reader does not.
    const tall = await panel.evaluate<number>(`document.querySelector(".grid").clientHeight`);
    await panel.evaluate(`document.querySelector(".grid-place").style.marginTop = "83px"`);
    await panel.waitFor(
      `document.querySelector(".grid").clientHeight < ${tall} && ${last} === ${rowCount} && (({ scrollTop, clientHeight, scrollHeight }) =>
        Math.abs(scrollHeight - clientHeight - scrollTop) < 2)(document.querySelector(".grid"))`,
    );
    await panel.evaluate(`(async () => {
      document.querySelector(".grid-place").style.marginTop = "";
      document.querySelector(".grid").getBoundingClientRect();
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    })()`);
    const rows = Number(await panel.evaluate<string>(rowCount));
    await flood(1);
    await panel.waitFor(
      `${rowCount} === "${rows + 2}" && ${last} === ${rowCount} && document.querySelector(".new-rows") === null`,
    );
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
