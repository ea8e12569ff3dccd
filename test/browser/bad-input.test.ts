import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { quiet } from "../../tooling/panel-actions.ts";
import { recordedSession, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

const sample = readFileSync(resolve(import.meta.dirname, "../fixtures/session-files/v1.duplex"));
const lines = gunzipSync(sample).toString("utf8").trimEnd().split("\n");
const newer = [JSON.stringify({ ...JSON.parse(lines[0] as string), version: 99 }), ...lines.slice(1)].join(
  "\n",
);

const FILES: [what: string, name: string, bytes: Uint8Array, sentence: RegExp][] = [
  ["a text that is no recording", "notes.har", Buffer.from("dear diary"), /not a file that Duplex knows/i],
  ["JSON that is not a HAR", "config.har", Buffer.from('{"a": 1}'), /not a HAR/i],
  ["an empty file", "empty.duplex", Buffer.from(""), /empty/i],
  ["a session file cut short", "cut.duplex", gzipSync(lines.slice(0, -2).join("\n")), /cut short/i],
  [
    "a session file whose packing is cut",
    "torn.duplex",
    sample.subarray(0, sample.length - 20),
    /damaged|cut short/i,
  ],
  ["a session file of a newer version", "newer.duplex", gzipSync(newer), /newer Duplex/i],
];

/** Gives a file to the panel as the file chooser would. */
async function choose(panel: DrivenPanel, name: string, bytes: Uint8Array): Promise<void> {
  await panel.waitFor(`document.querySelector('input[type="file"]') !== null`);
  await panel.evaluate(`(() => {
    const input = document.querySelector('input[type="file"]');
    const bytes = Uint8Array.from(atob(${JSON.stringify(Buffer.from(bytes).toString("base64"))}), (it) => it.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], ${JSON.stringify(name)}));
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  })()`);
}

describe.each(BROWSERS)("%s: bad input is answered with a sentence, and nothing is lost", (name) => {
  let demo: Demo;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    demo = await startDemo();
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await started.browser.page.goto(`${demo.url}?run=none`);
    await started.browser.page.evaluate("demo.echo('text', 'recorded before')");
    await started.browser.page.evaluate("demo.quietEcho()");
    await untilMessages(panel, 2);
    await quiet(panel);
  });
  afterAll(async () => {
    await started?.stop();
    await demo?.close();
  });

  test.each(FILES)("%s", async (_what, file, bytes, sentence) => {
    await panel.click({ role: "button", name: "Sessions" });
    await choose(panel, file, bytes);
    await panel.waitFor(
      `[...document.querySelectorAll('[role=alert], [role=status]')].some((it) => ${sentence}.test(it.innerText))`,
    );
    await panel.click({ role: "button", name: "Dismiss", nth: 0 });
    await panel.press("Escape");
    await panel.waitFor("document.querySelector('dialog') === null");
    const session = await recordedSession(started.browser, panel);
    expect(session[0]?.messages.some(({ data }) => data === "recorded before")).toBe(true);
  });

  test("a good file opens, and what is recorded goes on behind it", async () => {
    await panel.click({ role: "button", name: "Sessions" });
    await choose(panel, "sample.duplex", sample);
    await panel.waitFor("document.querySelector('dialog') === null");
    await panel.waitFor(`document.querySelector('[aria-label="Back to live"]') !== null`);
    const session = await recordedSession(started.browser, panel);
    expect(session.some(({ messages }) => messages.some(({ data }) => data === "recorded before"))).toBe(
      false,
    );
    expect(session.length).toBeGreaterThan(0);
    await started.browser.page.evaluate("demo.echo('text', 'meanwhile')");
    await panel.click({ role: "button", name: "Back to live" });
    await panel.waitFor(`document.querySelector('[aria-label="Back to live"]') === null`);
    await untilMessages(panel, 4);
    const live = await recordedSession(started.browser, panel);
    expect(live[0]?.messages.map(({ data }) => data)).toContain("meanwhile");
  });

  test("a database of a newer version is left as it is", async () => {
    const page = await started.browser.openExtensionPage("devtools.html");
    await started.browser.closeDevtools();
    await page.evaluate(`new Promise((resolve, reject) => {
      const request = indexedDB.open("duplex", 99);
      request.onupgradeneeded = () => request.result.createObjectStore("of the future").put("precious", "key");
      request.onsuccess = () => resolve(request.result.close());
      request.onerror = () => reject(request.error);
    })`);
    panel = await started.browser.showPanel();
    await panel.waitFor("/newer Duplex/.test(document.body.innerText)");
    await started.browser.page.goto(`${demo.url}?run=none`);
    await started.browser.page.evaluate("demo.echo('text', 'in memory')");
    await untilMessages(panel, 2);
    await panel.waitFor("/memory/.test(document.querySelector('footer').innerText)");
    const kept = await page.evaluate(`new Promise((resolve, reject) => {
      const request = indexedDB.open("duplex");
      request.onsuccess = () => {
        const { result } = request;
        const get = result.transaction("of the future").objectStore("of the future").get("key");
        get.onsuccess = () => resolve([result.version, get.result, result.close()].slice(0, 2));
      };
      request.onerror = () => reject(request.error);
    })`);
    expect(kept).toEqual([99, "precious"]);
  });
});
