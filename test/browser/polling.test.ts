import { afterAll, beforeAll, beforeEach, describe, test } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

/** A loop is one when it has gone round a few times, however long that takes. */
const FOUND_MS = 120_000;

describe.each(BROWSERS)("%s: polling", (name) => {
  let demo: Demo;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    demo = await startDemo();
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await started.browser.page.goto(`${demo.url}?run=poll,long-poll`);
  });
  beforeEach(() => panel.click({ role: "tab", name: "Polling" }));
  afterAll(async () => {
    await started?.stop();
    await demo?.close();
  });

  const card = (kind: string, path: string) => `[...document.querySelectorAll(".loop")].find((it) =>
    it.querySelector(".loop-kind").textContent === "${kind}" && it.getAttribute("aria-label").includes("${path}"))`;

  test("short and long polling are found, with their strips and costs", async () => {
    await panel.waitFor(card("polling", "/poll"), FOUND_MS);
    await panel.waitFor(card("long polling", "/long-poll"), FOUND_MS);
    for (const said of [/requests a second/, /Server-Sent Events/]) {
      await panel.waitFor(`${said}.test(${card("polling", "/poll")}?.textContent)`);
    }
    await panel.waitFor(`${card("polling", "/poll")}?.querySelectorAll("path.is-empty[d^=M]").length === 1`);
  });

  test("users can be set, and all is counted for them", async () => {
    const scale = `${card("polling", "/poll")}?.querySelector(".loop-scale").textContent`;
    await panel.type({ role: "spinbutton", name: "Browsers" }, "5");
    await panel.press("Enter");
    await panel.waitFor(`${scale}.includes("in 5 browsers")`);
  });

  test("what is taught as empty and the numbers are there again after DevTools was closed, and can be taken back", async () => {
    const poll = card("polling", "/poll");
    await panel.waitFor(`${poll}?.querySelector(".teach") !== null`);
    await panel.evaluate(`(() => {
      const field = ${poll}.querySelector(".teach input[type=number]");
      field.value = "100000";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    })()`);
    await panel.waitFor(`${poll}?.querySelector(".teach [type=submit]").disabled === false`);
    await panel.evaluate(`${poll}.querySelector(".teach [type=submit]").click()`);
    const taught = `document.querySelector(".taught")?.textContent ?? ""`;
    await panel.waitFor(`${taught}.includes("/poll")`);
    await panel.waitFor(
      `[...${poll}.querySelectorAll(".loop-more li")].some((it) => it.textContent.endsWith("taught"))`,
    );
    await started.browser.closeDevtools();
    panel = await started.browser.showPanel();
    await panel.waitFor(`${taught}.includes("/poll")`, 30_000);
    await panel.waitFor(`document.querySelector(".polling-tools input").value === "5"`);
    await panel.evaluate(`document.querySelector(".taught button").click()`);
    await panel.waitFor(`document.querySelector(".taught") === null`);
  });

  test("the last request is led to", async () => {
    await panel.waitFor(card("polling", "/poll"), FOUND_MS);
    await panel.evaluate(`${card("polling", "/poll")}.querySelector("header button").click()`);
    await panel.waitFor(`document.querySelector("[role=grid][aria-label=Messages] [aria-selected=true]")`);
  });
});
