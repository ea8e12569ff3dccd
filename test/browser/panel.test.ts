import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear, quiet } from "../../tooling/panel-actions.ts";
import { filterRows, untilMatched } from "./support/filter-rows.ts";
import { openQuietEcho } from "./support/quiet-echo.ts";
import { compareRecorded, openFirst, PATIENTLY, recordedSession, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

/** A port of this machine where nothing listens. */
async function portOfNobody(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe.each(BROWSERS)("%s: the panel", (name) => {
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
  const texts = async () =>
    (await recordedSession(started.browser, panel))
      .flatMap(({ messages }) => messages)
      .filter(({ direction }) => direction === "sent")
      .map(({ data }) => data);

  beforeEach(() => openQuietEcho(started.browser, panel, demo));

  test("says what will appear, on a page without real-time traffic", async () => {
    await started.browser.page.goto(`${demo.url}empty.html`);
    // Clear takes over the sockets that are open: first the one of the page before has to have ended.
    await panel.waitFor(
      `[...document.querySelectorAll(".connection")].some((it) => /echo.*closed/.test(it.textContent))`,
    );
    await quiet(panel);
    await clear(panel);
    const text = await panel.waitFor<string>(
      "/Waiting for real-time traffic/.test(document.body.innerText) && document.body.innerText",
    );
    expect(text).toMatch(/WebSocket/);
    expect(text).toMatch(/EventSource|Server-Sent Events/);
    expect(text).toMatch(/leaves (this|your) (machine|computer)/i);
  });

  test("says that nothing can be recorded of the page for one that cannot be loaded, until there is another", async () => {
    const state = (text: string) =>
      panel.waitFor(`document.querySelector(".site-state")?.textContent.includes(${JSON.stringify(text)})`);
    await state("recording on");
    const nobody = await portOfNobody();
    // That it was not loaded is an error to the driver.
    await started.browser.page.goto(`http://127.0.0.1:${nobody}/`).catch(() => {});
    await state("cannot be recorded");
    await panel.waitFor(`/The browser lets no extension into this page/.test(document.body.innerText)`);
    await started.browser.page.goto(`${demo.url}empty.html`);
    await state("recording on");
  });

  test("Record off leaves out what is said meanwhile, and goes on with the same connection", async () => {
    await echo("one");
    await panel.click({ role: "button", name: "Record" });
    await panel.waitFor("/paused/.test(document.querySelector('footer').innerText)");
    await echo("two");
    await quiet(panel);
    await panel.click({ role: "button", name: "Record" });
    await panel.waitFor("/recording/.test(document.querySelector('footer').innerText)");
    await echo("three");
    await expect.poll(texts, PATIENTLY).toEqual(["one", "three"]);
  });

  test("Clear empties the view and keeps the live connection; what was there stays under Sessions", async () => {
    await echo("before");
    await untilMessages(panel, 2);
    await clear(panel);
    await echo("after");
    await expect.poll(texts, PATIENTLY).toEqual(["after"]);
    await panel.click({ role: "button", name: "Sessions" });
    await panel.waitFor("document.querySelectorAll('table tr').length > 2");
    await panel.press("Escape");
    await panel.waitFor("document.querySelector('dialog') === null");
  });

  test("Filter finds by field, by a regular expression and by a path in JSON, and says what is wrong", async () => {
    for (const text of ["apple", '{"fruit":"pear"}', "apple pie"]) await echo(text);
    await untilMessages(panel, 6);
    const filter = (text: string) => filterRows(panel, text);
    const counts = (count: number) => untilMatched(panel, count);
    await filter("/^app.e$/ dir:sent");
    await counts(1);
    await filter("apple dir:sent");
    await counts(2);
    await filter("-apple is:message");
    await counts(2);
    await filter("$.fruit=pear dir:received");
    await counts(1);
    await filter("apple is:");
    await panel.waitFor("/A value is missing/.test(document.querySelector('#filter-said')?.textContent)");
    // The first closes the list of what could stand there, the second empties the field.
    await panel.waitFor(`document.querySelector('[aria-label="Filter"]').ariaExpanded === "true"`);
    await panel.press("Escape");
    await panel.waitFor(`document.querySelector('[aria-label="Filter"]').ariaExpanded === "false"`);
    await panel.press("Escape");
    await panel.waitFor("document.querySelector('#filter-said') === null");
  });

  test("Preserve keeps what was before a navigation; without it the new page begins a session", async () => {
    await echo("kept");
    await started.browser.page.goto(`${demo.url}inline.html`);
    await untilMessages(panel, 12);
    await started.browser.page.evaluate("demo.stopAll()");
    await expect.poll(texts, PATIENTLY).toContain("kept");
    await panel.click({ role: "button", name: "Preserve" });
    await panel.waitFor(`document.querySelector('[aria-label="Preserve"]').ariaPressed === "false"`);
    demo.resetLedger();
    await started.browser.page.goto(`${demo.url}inline.html`);
    await untilMessages(panel, 10);
    await started.browser.page.evaluate("demo.stopAll()");
    await demo.settled();
    const { differences } = await compareRecorded(() => recordedSession(started.browser, panel), demo);
    await panel.click({ role: "button", name: "Preserve" });
    expect(differences).toEqual([]);
  });

  test("Filter shows the rows whose whole payload has the words, now and as they come", async () => {
    const large = `${"x".repeat(50_000)} needle`;
    await echo("hay");
    await echo(large);
    await filterRows(panel, "NEEDLE");
    await untilMatched(panel, 2);
    await echo("another needle");
    await echo("more hay");
    await untilMatched(panel, 4);
    await filterRows(panel, "");
  });

  test("goes on recording while another panel is shown, also when the background is stopped", async () => {
    await started.browser.showOtherPanel();
    await echo("hidden");
    await started.browser.stopBackground();
    for (let i = 0; i < 20; i += 1) await echo(`after the stop ${i}`);
    panel = await started.browser.showPanel();
    const said = ["hidden", ...Array.from({ length: 20 }, (_, i) => `after the stop ${i}`)];
    await expect.poll(texts, PATIENTLY).toEqual(said);
  });

  test("a setting leaves out what is said while another panel is shown", async () => {
    const setting = "Record while another DevTools panel is shown";
    await panel.click({ role: "button", name: "Settings" });
    await panel.click({ role: "checkbox", name: setting });
    await panel.press("Escape");
    await started.browser.showOtherPanel();
    await panel.waitFor("/paused/.test(document.querySelector('footer').innerText)");
    await echo("unheard");
    await quiet(panel);
    panel = await started.browser.showPanel();
    await panel.waitFor("/recording/.test(document.querySelector('footer').innerText)");
    await echo("heard");
    await expect.poll(texts, PATIENTLY).toEqual(["heard"]);
    await panel.click({ role: "button", name: "Settings" });
    await panel.click({ role: "checkbox", name: setting });
    await panel.press("Escape");
  });

  test("an exported session and an exported HAR open again as they were", async () => {
    await echo("exported");
    await started.browser.page.evaluate("demo.echo('arraybuffer', [0, 255, 128])");
    await untilMessages(panel, 4);
    const before = await recordedSession(started.browser, panel);
    const page = await started.browser.openExtensionPage("panel.html");
    await page.waitFor("/Sessions/.test(document.body.innerText)");
    await openFirst(page);
    expect(await recordedSession(started.browser, page)).toEqual(before);
    await page.close();
  });

  test("a session can be renamed and deleted", async () => {
    await echo("for the list");
    await untilMessages(panel, 2);
    await clear(panel);
    await quiet(panel);
    await panel.click({ role: "button", name: "Sessions" });
    const { name, nth } = await panel.waitFor<{ name: string; nth: number }>(FIRST);
    await panel.click({ role: "button", name: `Rename ${name}`, nth });
    await panel.type({ role: "textbox", name: "Name of the session" }, "<b>mine</b>");
    await panel.press("Enter");
    const renamed = `document.querySelector('button[aria-label="Delete <b>mine</b>"]')`;
    await panel.waitFor(`${renamed} !== null`);
    await quiet(panel);
    // The key that ended it has not begun it again.
    expect(await panel.evaluate("document.querySelector('.session-title > .name-field')")).toBeNull();
    expect(await panel.evaluate("document.activeElement.ariaLabel")).toBe("Rename <b>mine</b>");
    await panel.click({ role: "button", name: "Delete <b>mine</b>" });
    await panel.click({ role: "button", name: "Delete" });
    await panel.waitFor(`${renamed} === null`);
    await panel.press("Escape");
    await panel.waitFor("document.querySelector('dialog') === null");
  });
});

/** The newest session that is not being recorded, in the list: its name, and the how manieth of that name it is. */
const FIRST = `(() => {
  const all = [...document.querySelectorAll('button[aria-label^="Delete "]')];
  const first = all.find((it) => !it.disabled);
  const label = first?.getAttribute("aria-label");
  if (label === undefined) return null;
  const nth = all.filter((it) => it.getAttribute("aria-label") === label).indexOf(first);
  return { name: label.slice("Delete ".length), nth };
})()`;
